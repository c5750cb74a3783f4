using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Letters;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Kernel.Words;

namespace OwnerConsole.Trust.Team;

/// <summary>What somebody who is invited gets by mail.</summary>
internal static class InvitationLetter
{
    public static readonly LetterTemplate Template = new(
        "person.invited",
        "Invitation into the team",
        new(
            "{{by}} invites you to {{platform.name}}",
            """
            <p dir="auto">Hello {{recipient.name}},</p>
            <p>{{by}} invites you into the team of {{platform.name}}, as {{role}}.</p>
            <p><a href="{{platform.url}}/welcome?token={{secret}}">Accept the invitation</a></p>
            <p>The link is good once, for {{days}} days. You choose a password and need an authenticator app on your phone. If you expected nothing of the kind, do nothing.</p>
            """,
            """
            Hello {{recipient.name}},

            {{by}} invites you into the team of {{platform.name}}, as {{role}}.

            {{platform.url}}/welcome?token={{secret}}

            The link is good once, for {{days}} days. You choose a password and need an authenticator app on your phone.
            If you expected nothing of the kind, do nothing.
            """
        ),
        new
        {
            By = "Ann Owner",
            Role = "Support",
            TeamInvitations.Days,
            Secret = "the-link-is-good-once",
        }
    );

    /// <returns>whether mail is set up, and a link in it has somewhere to lead</returns>
    public static async Task<bool> CanLeave(Work work) =>
        await PlatformAddress.Of(work) is not null
        && await work.One<bool>("select exists (select from mails.settings where tenant_id = 'tnt_platform' and closed_by is null)");

    /// <param name="role">as people call it</param>
    /// <param name="giver">the id of who invites</param>
    public static async Task<object> Facts(string role, string giver, Work work) =>
        new
        {
            By = await work.NameOf(giver) ?? "The team",
            role,
            TeamInvitations.Days,
        };
}
