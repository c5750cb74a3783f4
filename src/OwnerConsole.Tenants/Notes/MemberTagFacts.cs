using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Tenants.Notes;

/// <summary>The state of a member that tagging depends on.</summary>
/// <param name="IsTagged">True if the member has the tag.</param>
/// <param name="Tags">Number of tags the member has.</param>
public sealed record MemberTagFacts(string TenantId, string MemberId, long Revision, bool IsTagged, long Tags, bool IsAnonymised) : ISubject
{
    public string Id => MemberId;

    public static async Task<IReadOnlyList<MemberTagFacts>> Load(IReadOnlyList<string> ids, string tag, UnitOfWork work)
    {
        await MemberRows.Lock(ids, work);
        return await work.List<MemberTagFacts>(
            """
            select m.tenant_id, m.member_id, g.revision, g.is_tagged, g.tags, m.anonymised_at is not null as is_anonymised
              from core.members m
             cross join lateral (
               select (1 + count(*) + count(x.closed_by))::bigint as revision, coalesce(bool_or(x.tag = @tag and x.closed_by is null), false) as is_tagged,
                      count(*) filter (where x.closed_by is null) as tags
                 from notes.member_tags x
                where x.tenant_id = m.tenant_id and x.member_id = m.member_id) g
             where m.member_id = any(@ids)
             order by m.member_id
            """,
            new { ids, tag = TagFacts.Normalize(tag) }
        );
    }
}
