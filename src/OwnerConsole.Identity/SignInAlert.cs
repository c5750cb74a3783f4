using OwnerConsole.Data;
using OwnerConsole.Kernel.Email;

namespace OwnerConsole.Identity;

/// <summary>Emails a person when they sign in from a new device, so that they notice a sign-in by someone else.</summary>
/// <remarks>A device is a combination of browser and operating system. Including versions would cause so many alerts that people ignore them.</remarks>
public sealed class SignInAlert(Sessions sessions, EmailOutbox outbox)
{
    public static readonly EmailTemplate Template = new(
        "sign_in.new_device",
        "Sign-in from a new device",
        new(
            "New sign-in to {{platform.name}}: {{device}}",
            """
            <p dir="auto">Hello {{recipient.name}},</p>
            <p>Someone signed in to {{platform.name}} with your account from a new device.</p>
            <table role="presentation" cellpadding="4">
              <tr><td>Device</td><td><b>{{device}}</b></td></tr>
              <tr><td>Time</td><td>{{time}}</td></tr>
              <tr><td>IP address</td><td>{{address}}</td></tr>
            </table>
            <p>If this was you, no action is needed.</p>
            <p>If not, end that session and change your password now: {{#if platform.url}}<a href="{{platform.url}}/settings/account">Your account</a>{{else}}Settings, Your account{{/if}}.</p>
            """,
            """
            Hello {{recipient.name}},

            someone signed in to {{platform.name}} with your account from a new device.

            Device:     {{device}}
            Time:       {{time}}
            IP address: {{address}}

            If this was you, no action is needed.

            If not, end that session and change your password now:
            {{#if platform.url}}{{platform.url}}/settings/account{{else}}Settings, Your account{{/if}}
            """
        ),
        Facts("Firefox on Windows", new DateTimeOffset(2026, 11, 20, 17, 42, 0, TimeSpan.Zero), "203.0.113.7")
    );

    /// <summary>Must be called before the session is opened. The first sign-in of a person causes no alert.</summary>
    public async Task Check(string personId, ClientInfo client, UnitOfWork work)
    {
        var (agents, device) = (await sessions.ListUserAgents(personId, work), UserAgentParser.Describe(client.UserAgent));
        if (agents.Count > 0 && agents.All(agent => UserAgentParser.Describe(agent) != device))
            await outbox.Enqueue(Template, IdGenerator.Platform, personId, Facts(device, work.Now, client.Ip), work);
    }

    private static object Facts(string device, DateTimeOffset at, string? ip) =>
        new
        {
            device,
            Time = EmailTime.Format(at),
            Address = ip ?? "unknown",
        };
}
