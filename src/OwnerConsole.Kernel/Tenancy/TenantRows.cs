using OwnerConsole.Data;

namespace OwnerConsole.Kernel.Tenancy;

/// <summary>Deletes all rows of tenants. Past decisions stay in the log and among the runs, which contain no names.</summary>
public static class TenantRows
{
    private static readonly string[] s_kept =
    [
        "auth.api_keys",
        "core.erasures",
        "core.preview_subjects",
        "core.previews",
        "core.run_subjects",
        "core.runs",
        "core.status_counts", // is maintained automatically
        "core.status_changes", // each deleted tenant reduces its counts
        "webhooks.endpoints",
    ];

    // Other tables are derived from these, so these are deleted last.
    private static readonly string[] s_last = ["core.tenant_summaries", "core.tenant_status", "core.tenants"];

    /// <summary>Deletes tenants with everything that belongs to them. The caller has checked legal holds.</summary>
    /// <param name="tenants">IDs of tenants.</param>
    /// <param name="work">Transaction that names the tenants.</param>
    public static async Task Delete(IReadOnlyList<string> tenants, UnitOfWork work)
    {
        foreach (var table in await Tables("tenant_id", work))
            await work.Execute($"delete from {table} where tenant_id = any(@tenants)", new { tenants });
    }

    /// <returns>Tables with the column, without those that the others are derived from.</returns>
    internal static async Task<IReadOnlyList<string>> ListDerived(string column, UnitOfWork work) => [.. (await Tables(column, work)).Except(s_last)];

    private static async Task<IReadOnlyList<string>> Tables(string column, UnitOfWork work)
    {
        var all = await work.List<string>(
            """
            select format('%I.%I', n.nspname, c.relname)
              from pg_class c
              join pg_namespace n on n.oid = c.relnamespace
              join pg_attribute a on a.attrelid = c.oid and a.attname = @column and not a.attisdropped
             where c.relkind in ('r', 'p') and not c.relispartition and n.nspname not in ('pg_catalog', 'information_schema')
               and has_table_privilege(c.oid, 'delete')
             order by 1
            """,
            new { column }
        );
        return [.. all.Except(s_kept).OrderBy(table => Array.IndexOf(s_last, table))];
    }
}
