using OwnerConsole.Data;
using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Tenants.Exports;

/// <summary>Reads the exports of a tenant that can be downloaded. A completed export task can be downloaded for 7 days.</summary>
public sealed class TenantExports
{
    /// <summary>Condition for exports that can be downloaded. Excludes exports with data of tenants or members anonymised since.</summary>
    internal const string IsOpen = """
        t.kind = 'tenant.export' and t.action = 'execute' and t.state = 'done' and t.ended_at > now() - @KeptFor
        and not exists (select from core.tenant_status s where s.tenant_id = t.tenant_id and s.lifecycle = 'anonymised')
        and not exists (select from core.members m where m.tenant_id = t.tenant_id and m.anonymised_at > t.ended_at)
        """;

    /// <summary>Exports of a tenant, newest first.</summary>
    public Task<IReadOnlyList<TenantExport>> Find(string tenantId, UnitOfWork work) =>
        work.List<TenantExport>(
            $"{Columns} where t.tenant_id = @tenantId and {IsOpen} order by t.ended_at desc limit 100",
            new { tenantId, ExportLifetime.KeptFor }
        );

    /// <returns>null if there is no such export or it has expired.</returns>
    public Task<TenantExport?> Get(string tenantId, string id, UnitOfWork work) =>
        work.One<TenantExport>(
            $"{Columns} where t.tenant_id = @tenantId and t.task_id = @id and {IsOpen}",
            new
            {
                tenantId,
                id,
                ExportLifetime.KeptFor,
            }
        );

    private const string Columns = """
        select t.task_id as id, t.tenant_id, t.run_id, t.ended_at as created_at, t.ended_at + @KeptFor as ends_at,
               f.files, f.bytes
          from core.tasks t
          cross join lateral (
            select count(*)::int as files, coalesce(sum(f.bytes), 0)::bigint as bytes
              from exports.files f where f.tenant_id = t.tenant_id and f.task_id = t.task_id and f.completed_at is not null) f
        """;
}

/// <summary>An export that can be downloaded.</summary>
/// <param name="Id">ID of the export's task.</param>
/// <param name="EndsAt">When the files are deleted.</param>
/// <param name="Files">Number of files uploaded by the application.</param>
/// <param name="Bytes">Total size of these files.</param>
public sealed record TenantExport(string Id, string TenantId, string RunId, DateTimeOffset CreatedAt, DateTimeOffset EndsAt, int Files, long Bytes);
