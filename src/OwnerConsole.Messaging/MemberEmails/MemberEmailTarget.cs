using OwnerConsole.Data;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Messaging.Emails.Public;
using OwnerConsole.Messaging.Preferences.Public;

namespace OwnerConsole.Messaging.MemberEmails;

/// <summary>A member who can receive an email.</summary>
/// <param name="IsEmailSetUp">Whether the console can send emails.</param>
public sealed record MemberEmailTarget(string TenantId, string MemberId, bool IsAnonymised, bool IsEmailSetUp) : ISubject
{
    public string Id => MemberId;

    public long Revision => IsAnonymised ? 2 : 1;

    /// <summary>Why the member receives no emails about the topic; null if they do.</summary>
    internal string? Exclusion { get; private init; }

    /// <summary>When it is sent at the earliest, after quiet hours.</summary>
    internal DateTimeOffset DueAt { get; private init; }

    public static async Task<IReadOnlyList<MemberEmailTarget>> Load(IReadOnlyList<string> ids, string topic, RecipientPolicy policy, UnitOfWork work)
    {
        var isSetUp = await EmailText.CanSendEmail(work);
        var members = await work.List<AddressedMember>(
            $"""
            select m.tenant_id, m.member_id, m.email, m.anonymised_at is not null as is_anonymised
              from core.members m
             where m.member_id = any(@ids)
             order by m.member_id
             {work.ForUpdate("m")}
            """,
            new { ids }
        );
        var decided = await policy.Decide(Rules(topic), [.. members.Select(member => (member.TenantId, member.MemberId, member.Email))], work);
        return
        [
            .. members.Zip(
                decided,
                (member, one) =>
                    new MemberEmailTarget(member.TenantId, member.MemberId, member.IsAnonymised, isSetUp) { Exclusion = one.Exclusion, DueAt = one.DueAt }
            ),
        ];
    }

    internal static MessageRules Rules(string topic) => new(topic, MessageChannel.Email, IsUrgent: false);

    private sealed record AddressedMember(string TenantId, string MemberId, string? Email, bool IsAnonymised);
}
