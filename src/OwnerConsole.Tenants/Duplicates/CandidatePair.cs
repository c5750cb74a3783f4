using OwnerConsole.Data;
using OwnerConsole.Pure.Duplicates;

namespace OwnerConsole.Tenants.Duplicates;

/// <summary>Two records with at least one key in common.</summary>
/// <param name="TenantId">Tenant of both members; the platform for two tenants.</param>
/// <param name="FirstId">The smaller ID.</param>
/// <param name="SecondId">The larger ID.</param>
/// <param name="Reasons">Reasons of their common keys.</param>
internal sealed record CandidatePair(string TenantId, DuplicateKind Kind, Mode Mode, string FirstId, string SecondId, IReadOnlyList<DuplicateReason> Reasons)
{
    /// <param name="records">Compared records.</param>
    /// <param name="keys">Those of their keys that only few records have.</param>
    /// <param name="work">Can read all tenants.</param>
    /// <returns>All pairs with at least one of the compared records.</returns>
    public static Task<IReadOnlyList<CandidatePair>> List(IReadOnlyList<StaleRecord> records, IReadOnlyList<string> keys, UnitOfWork work) =>
        work.List<CandidatePair>(
            """
            select p.tenant_id, p.kind, min(t.mode) as mode, p.first_id, p.second_id, jsonb_agg(distinct p.reason) as reasons
              from (select case when m.subject_id = m.tenant_id then 'tnt_platform' else m.tenant_id end as tenant_id, m.tenant_id as own_id,
                           case when m.subject_id = m.tenant_id then 'tenant' else 'member' end as kind,
                           least(m.subject_id, o.subject_id) as first_id, greatest(m.subject_id, o.subject_id) as second_id, m.reason
                      from unnest(@tenants, @ids) n (tenant_id, id)
                      join duplicates.keys m on m.tenant_id = n.tenant_id and m.subject_id = n.id
                      join duplicates.keys o on o.key = m.key and o.subject_id <> m.subject_id
                     where m.key = any(@keys)) p
              join core.tenants t on t.tenant_id = p.own_id
             group by p.tenant_id, p.kind, p.first_id, p.second_id
            """,
            new
            {
                tenants = records.Select(record => record.TenantId).ToArray(),
                ids = records.Select(record => record.Id).ToArray(),
                keys,
            }
        );
}
