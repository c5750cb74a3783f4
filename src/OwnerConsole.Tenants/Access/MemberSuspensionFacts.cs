using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Pure.Access;

namespace OwnerConsole.Tenants.Access;

/// <summary>A member as the subject of a suspension.</summary>
/// <param name="Revision">Increases when the member is suspended and when they are reactivated.</param>
/// <param name="IsSuspended">Whether the member or a record merged into them is suspended.</param>
/// <param name="Cause">Cause of the open or most recent suspension; null if there was none.</param>
public sealed record MemberSuspensionFacts(string TenantId, string MemberId, long Revision, bool IsSuspended, bool IsAnonymised, MemberSuspensionCause? Cause)
    : ISubject
{
    public string Id => MemberId;

    public static async Task<IReadOnlyList<MemberSuspensionFacts>> Load(IReadOnlyList<string> ids, UnitOfWork work)
    {
        await MemberRows.Lock(ids, work);
        return await work.List<MemberSuspensionFacts>(
            """
            select m.tenant_id, m.member_id, r.revision, r.is_suspended, m.anonymised_at is not null as is_anonymised, r.cause
              from core.members m
             cross join lateral (
               select (1 + count(*) + count(x.closed_by))::bigint as revision, coalesce(bool_or(x.closed_by is null), false) as is_suspended,
                      (array_agg(x.cause order by x.closed_by is null desc, x.opened_at desc))[1] as cause
                 from access.member_suspensions x
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
