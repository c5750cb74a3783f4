using OwnerConsole.Data;

namespace OwnerConsole.Tenants.Duplicates;

/// <summary>Remembers keys that too many records have, for the page and to compare these records once fewer have the key.</summary>
internal static class SkippedKeys
{
    /// <param name="keys">Keys that too many records have.</param>
    /// <param name="work">Names the platform.</param>
    public static Task Record(IReadOnlyList<SharedKey> keys, UnitOfWork work) =>
        work.Execute(
            """
            insert into duplicates.skipped_keys (tenant_id, key, kind, mode, reason, skipped_at)
            select 'tnt_platform', n.key, n.kind, n.mode, n.reason, now() from unnest(@keys, @kinds, @modes, @reasons) n (key, kind, mode, reason)
             order by n.key
            on conflict do nothing
            """,
            new
            {
                keys = keys.Select(key => key.Key).ToArray(),
                kinds = keys.Select(key => key.Kind.ToText()).ToArray(),
                modes = keys.Select(key => key.Mode.ToText()).ToArray(),
                reasons = keys.Select(key => key.Reason.ToText()).ToArray(),
            }
        );

    /// <param name="keys">Keys that records no longer have.</param>
    /// <param name="work">Can read all tenants.</param>
    /// <returns>Records with keys that were skipped and that few enough records have now.</returns>
    public static Task<IReadOnlyList<ReleasedRecord>> ListReleased(IReadOnlyList<string> keys, UnitOfWork work) =>
        work.List<ReleasedRecord>(
            """
            select k.tenant_id, k.subject_id, k.key
              from duplicates.skipped_keys s
              join duplicates.keys k on k.key = s.key
             where s.tenant_id = 'tnt_platform' and s.key = any(@keys)
               and (select count(*) from (select from duplicates.keys o where o.key = s.key limit @most + 1) l) <= @most
            """,
            new { keys, most = SharedKey.MaxRecords }
        );

    /// <summary>Marks the records to be compared again.</summary>
    /// <param name="work">Names the tenants of the records and the platform.</param>
    public static async Task Release(IReadOnlyList<ReleasedRecord> records, UnitOfWork work)
    {
        await work.Execute(
            """
            insert into duplicates.stale as d (tenant_id, id)
            select distinct n.tenant_id, n.id from unnest(@tenants, @ids) n (tenant_id, id) order by 1, 2
            on conflict (tenant_id, id) do update set marks = d.marks + 1
            """,
            new { tenants = records.Select(record => record.TenantId).ToArray(), ids = records.Select(record => record.SubjectId).ToArray() }
        );
        await work.Execute(
            "delete from duplicates.skipped_keys s where s.tenant_id = 'tnt_platform' and s.key = any(@keys)",
            new { keys = records.Select(record => record.Key).Distinct(StringComparer.Ordinal).ToArray() }
        );
    }
}

/// <summary>A record whose key is no longer skipped.</summary>
internal sealed record ReleasedRecord(string TenantId, string SubjectId, string Key);
