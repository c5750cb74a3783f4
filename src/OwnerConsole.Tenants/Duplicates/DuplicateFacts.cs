using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Tenants.Duplicates;

/// <summary>A pair, as the subject of its dismissal.</summary>
/// <param name="TenantId">Tenant of both members; the platform for two tenants.</param>
/// <param name="FirstId">ID of one member or tenant.</param>
/// <param name="SecondId">ID of the other.</param>
/// <param name="IsDismissed">Whether it is dismissed for all its current reasons.</param>
public sealed record DuplicateFacts(string PairId, string TenantId, string FirstId, string SecondId, bool IsDismissed, long Revision) : ISubject
{
    public string Id => PairId;

    public static Task<IReadOnlyList<DuplicateFacts>> Load(IReadOnlyList<string> ids, UnitOfWork work) =>
        work.List<DuplicateFacts>(
            $"""
            select p.pair_id, p.tenant_id, p.first_id, p.second_id, coalesce(p.reasons <@ d.reasons, false) as is_dismissed,
                   p.changes + (select count(*) + count(x.closed_by) + 1 from duplicates.dismissals x where x.tenant_id = p.tenant_id and x.pair_id = p.pair_id) as revision
              from duplicates.pairs p
              left join duplicates.dismissals d on d.tenant_id = p.tenant_id and d.pair_id = p.pair_id and d.closed_by is null
             where p.pair_id = any(@ids)
             order by p.pair_id
             {work.ForUpdate("p")}
            """,
            new { ids }
        );
}
