using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Trust.Team;

/// <summary>Email to an invited person.</summary>
internal static class InvitationEmail
{
    public static readonly EmailTemplate Template = new(
        "team_member.invited",
        "Team invitation",
        new(
            "{{by}} invited you to {{platform.name}}",
            """
            <p dir="auto">Hello {{recipient.name}},</p>
            <p>{{by}} invited you to join the {{platform.name}} team as {{role}}.</p>
            <p><a href="{{platform.url}}/welcome?token={{secret}}">Accept the invitation</a></p>
            <p>The link works once and expires after {{days}} days. You choose a password and need an authenticator app on your phone. If you didn't expect this email, you can ignore it.</p>
            """,
            """
            Hello {{recipient.name}},

            {{by}} invited you to join the {{platform.name}} team as {{role}}.

            {{platform.url}}/welcome?token={{secret}}

            The link works once and expires after {{days}} days. You choose a password and need an authenticator app on your phone.
            If you didn't expect this email, you can ignore it.
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

    /// <returns>Whether email and the console address for links are configured.</returns>
    public static async Task<bool> CanBeSent(UnitOfWork work) => await PlatformAddress.Of(work) is not null && await EmailSetup.IsDone(work);

    /// <param name="role">Display name of the role.</param>
    /// <param name="giver">Id of the sender.</param>
    public static async Task<object> Facts(string role, string giver, UnitOfWork work) =>
        new
        {
            By = await work.NameOf(giver) ?? "The team",
            role,
            TeamInvitations.Days,
        };
}
