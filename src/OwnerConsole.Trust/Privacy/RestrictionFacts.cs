using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Trust.Privacy;

/// <summary>A member as the subject of a restriction.</summary>
/// <param name="Revision">Increases when the member is restricted and when a restriction is lifted.</param>
/// <param name="IsRestricted">Whether processing of their data is restricted.</param>
public sealed record RestrictionFacts(string TenantId, string MemberId, long Revision, bool IsRestricted, bool IsAnonymised) : ISubject
{
    public string Id => MemberId;

    public static async Task<IReadOnlyList<RestrictionFacts>> Load(IReadOnlyList<string> ids, UnitOfWork work)
    {
        await MemberRows.Lock(ids, work);
        return await work.List<RestrictionFacts>(
            """
            select m.tenant_id, m.member_id, r.revision, r.is_restricted, m.anonymised_at is not null as is_anonymised
              from core.members m
             cross join lateral (
               select (1 + count(*) + count(x.closed_by))::bigint as revision, coalesce(bool_or(x.closed_by is null), false) as is_restricted
                 from core.member_restrictions x
                where x.tenant_id = m.tenant_id
                  and (x.member_id = m.member_id
                       or x.member_id in (select g.member_id from core.merges g where g.into_id = m.member_id and g.tenant_id = m.tenant_id and g.to_at is null))) r
             where m.member_id = any(@ids)
             order by m.member_id
            """,
            new { ids }
        );
    }
}
