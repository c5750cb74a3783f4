using OwnerConsole.Data;
using OwnerConsole.Pure.Duplicates;

namespace OwnerConsole.Tenants.Duplicates;

/// <summary>A key with the number of records that have it.</summary>
/// <param name="Records">At most one more than <see cref="MaxRecords"/>.</param>
/// <param name="IsRecorded">Whether the key is stored as skipped.</param>
internal sealed record SharedKey(string Key, DuplicateReason Reason, DuplicateKind Kind, Mode Mode, long Records, bool IsRecorded)
{
    /// <summary>Largest number of records with the same key that are compared by it, because each of them is compared with each other one.</summary>
    public const int MaxRecords = 20;

    /// <summary>Whether too many records have the key.</summary>
    public bool IsSkipped => Records > MaxRecords;

    /// <param name="records">Compared records.</param>
    /// <param name="work">Can read all tenants.</param>
    /// <returns>Their keys that other records have too.</returns>
    public static Task<IReadOnlyList<SharedKey>> List(IReadOnlyList<StaleRecord> records, UnitOfWork work) =>
        work.List<SharedKey>(
            """
            select d.key, d.reason, d.kind, t.mode, c.records,
                   exists (select from duplicates.skipped_keys s where s.tenant_id = 'tnt_platform' and s.key = d.key) as is_recorded
              from (select k.key, k.reason, min(k.tenant_id) as tenant_id, case when min(k.tenant_id) = min(k.subject_id) then 'tenant' else 'member' end as kind
                      from unnest(@tenants, @ids) n (tenant_id, id)
                      join duplicates.keys k on k.tenant_id = n.tenant_id and k.subject_id = n.id
                     group by k.key, k.reason) d
              join core.tenants t on t.tenant_id = d.tenant_id
             cross join lateral (select count(*) as records from (select from duplicates.keys o where o.key = d.key limit @most + 1) l) c
             where c.records > 1
            """,
            new
            {
                tenants = records.Select(record => record.TenantId).ToArray(),
                ids = records.Select(record => record.Id).ToArray(),
                most = MaxRecords,
            }
        );
}
