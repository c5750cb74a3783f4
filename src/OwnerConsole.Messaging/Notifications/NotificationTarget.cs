using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Messaging.Notifications;

/// <summary>A member who can receive a notification.</summary>
/// <param name="MessageId">ID of the new message. Each member has their own, so that it can be withdrawn and anonymised separately.</param>
/// <param name="NewId">ID of the new notification.</param>
public sealed record NotificationTarget(string TenantId, string MemberId, bool IsAnonymised, string MessageId, string NewId) : ISubject
{
    public string Id => MemberId;

    public long Revision => IsAnonymised ? 2 : 1;

    /// <summary>Why the preferences of the member exclude it; null if they don't.</summary>
    internal string? Exclusion { get; init; }

    /// <summary>The notifications that an undo has withdrawn.</summary>
    internal List<NotificationRow> Withdrawn { get; } = [];

    public static async Task<IReadOnlyList<NotificationTarget>> Load(IReadOnlyList<string> ids, UnitOfWork work)
    {
        var members = await work.List<MemberRow>(
            $"""
            select m.tenant_id, m.member_id, m.anonymised_at is not null as is_anonymised
              from core.members m
             where m.member_id = any(@ids)
             order by m.member_id
             {work.ForUpdate("m")}
            """,
            new { ids }
        );
        return
        [
            .. members.Select(member => new NotificationTarget(
                member.TenantId,
                member.MemberId,
                member.IsAnonymised,
                work.NewId("msg", member.MemberId),
                work.NewId("ntf", member.MemberId)
            )),
        ];
    }

    private sealed record MemberRow(string TenantId, string MemberId, bool IsAnonymised);
}
