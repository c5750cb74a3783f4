using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Trust.Retention;

/// <summary>A legal hold, as the subject of its release.</summary>
/// <param name="MemberId">Member on hold; null for the whole tenant.</param>
/// <param name="IsReleased">Whether it was released, or placing it was undone.</param>
/// <param name="People">Number of members that it covers.</param>
public sealed record LegalHoldFacts(string HoldId, string TenantId, string? MemberId, bool IsReleased, long People) : ISubject
{
    public string Id => HoldId;

    public long Revision => IsReleased ? 2 : 1;

    public static Task<IReadOnlyList<LegalHoldFacts>> Load(IReadOnlyList<string> ids, UnitOfWork work) =>
        work.List<LegalHoldFacts>(
            $"""
            select h.hold_id, h.tenant_id, h.member_id, h.closed_by is not null as is_released,
                   case when h.member_id is null
                        then coalesce((select p.members from core.tenant_summaries p where p.tenant_id = h.tenant_id), 0)::bigint
                        else 1 end as people
              from core.legal_holds h
             where h.hold_id = any(@ids)
             order by h.hold_id
             {work.ForUpdate("h")}
            """,
            new { ids }
        );
}
