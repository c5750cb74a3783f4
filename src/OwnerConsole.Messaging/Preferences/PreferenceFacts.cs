using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Messaging.Preferences;

/// <summary>A member with their opt-outs.</summary>
public sealed record PreferenceFacts(string TenantId, string MemberId, long Revision, bool IsAnonymised, IReadOnlyList<OptOut> OptOuts) : ISubject
{
    public string Id => MemberId;

    public static async Task<IReadOnlyList<PreferenceFacts>> Load(IReadOnlyList<string> ids, UnitOfWork work)
    {
        var rows = await work.List<MemberRow>(
            $"""
            select m.tenant_id, m.member_id, m.anonymised_at is not null as is_anonymised,
                   (select 1 + count(*) + count(o.closed_by) from preferences.opt_outs o
                     where o.tenant_id = m.tenant_id
                       and (o.member_id = m.member_id
                            or o.member_id in (select g.member_id from core.merges g where g.into_id = m.member_id and g.tenant_id = m.tenant_id and g.to_at is null))) as revision
              from core.members m
             where m.member_id = any(@ids)
             order by m.member_id
             {work.ForUpdate("m")}
            """,
            new { ids }
        );
        var chosen = (await OptOutRows.Of([.. rows.Select(row => row.TenantId)], [.. rows.Select(row => row.MemberId)], work)).ToLookup(
            row => row.MemberId,
            row => new OptOut(row.Topic, row.Channel),
            StringComparer.Ordinal
        );
        return [.. rows.Select(row => new PreferenceFacts(row.TenantId, row.MemberId, row.Revision, row.IsAnonymised, OptOut.Normalize(chosen[row.MemberId])))];
    }

    private sealed record MemberRow(string TenantId, string MemberId, bool IsAnonymised, long Revision);
}
