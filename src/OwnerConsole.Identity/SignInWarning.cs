using OwnerConsole.Data;
using OwnerConsole.Kernel.Email;

namespace OwnerConsole.Identity;

/// <summary>Emails a person about attempts to sign in as them, at most once a day because attacks can go on for long.</summary>
public sealed class SignInWarning(EmailOutbox outbox)
{
    public static readonly EmailTemplate Template = new(
        "sign_in.refused",
        "Failed sign-in attempts",
        new(
            "Failed attempts to sign in to {{platform.name}} as you",
            """
            <p dir="auto">Hello {{recipient.name}},</p>
            <p>Someone tried to sign in to {{platform.name}} as you at {{time}} and was refused: {{what}}.</p>
            <p>If this was you, try again in a few minutes.</p>
            <p>If not, change your password and review your passkeys: {{#if platform.url}}<a href="{{platform.url}}/settings/account">Your account</a>{{else}}Settings, Your account{{/if}}.</p>
            """,
            """
            Hello {{recipient.name}},

            someone tried to sign in to {{platform.name}} as you at {{time}} and was refused: {{what}}.

            If this was you, try again in a few minutes.

            If not, change your password and review your passkeys:
            {{#if platform.url}}{{platform.url}}/settings/account{{else}}Settings, Your account{{/if}}
            """
        ),
        Facts(SignInThreat.ManyFailures, new DateTimeOffset(2026, 11, 20, 17, 42, 0, TimeSpan.Zero))
    );

    public async Task Send(string personId, SignInThreat trouble, UnitOfWork work)
    {
        var isNotified = await work.One<bool>(
            """
            select exists (select from core.emails
                            where tenant_id = @Platform and recipient = @personId and template = @Name and created_at > now() - interval '1 day')
            """,
            new
            {
                IdGenerator.Platform,
                personId,
                Template.Name,
            }
        );
        if (!isNotified)
            await outbox.Enqueue(Template, IdGenerator.Platform, personId, Facts(trouble, work.Now), work);
    }

    private static object Facts(SignInThreat trouble, DateTimeOffset at) =>
        new
        {
            What = trouble is SignInThreat.ManyFailures ? "five wrong passwords or codes" : "a copy of one of your passkeys was used",
            Time = EmailTime.Format(at),
        };
}
