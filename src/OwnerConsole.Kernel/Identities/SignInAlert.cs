using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Letters;

namespace OwnerConsole.Kernel.Identities;

/// <summary>Tells a person by mail that they signed in from a device they were not seen on before: if it was somebody else, they hear of it.</summary>
/// <remarks>A device is a kind of browser on a kind of system. Each new version of a browser would be a new one otherwise, and nobody reads the tenth alert.</remarks>
public sealed class SignInAlert(Sessions sessions, Outbox outbox)
{
    public static readonly LetterTemplate Template = new(
        "sign_in.new_device",
        "Sign-in from a new device",
        new(
            "New sign-in to {{platform.name}}: {{device}}",
            """
            <p dir="auto">Hello {{recipient.name}},</p>
            <p>Somebody signed in to {{platform.name}} as you, from a device you were not seen on before.</p>
            <table role="presentation" cellpadding="4">
              <tr><td>Device</td><td><b>{{device}}</b></td></tr>
              <tr><td>Time</td><td>{{time}}</td></tr>
              <tr><td>Address</td><td>{{address}}</td></tr>
            </table>
            <p>If that was you, nothing needs to be done.</p>
            <p>If not, end that session and change your password now: {{#if platform.url}}<a href="{{platform.url}}/settings/account">Your account</a>{{else}}Settings, Your account{{/if}}.</p>
            """,
            """
            Hello {{recipient.name}},

            somebody signed in to {{platform.name}} as you, from a device you were not seen on before.

            Device:  {{device}}
            Time:    {{time}}
            Address: {{address}}

            If that was you, nothing needs to be done.

            If not, end that session and change your password now:
            {{#if platform.url}}{{platform.url}}/settings/account{{else}}Settings, Your account{{/if}}
            """
        ),
        Facts("Firefox on Windows", new DateTimeOffset(2026, 11, 20, 17, 42, 0, TimeSpan.Zero), "203.0.113.7")
    );

    /// <summary>Asked before the session is opened. Who has never signed in knows that they do it now.</summary>
    public async Task Check(string personId, Client client, Work work)
    {
        var (agents, device) = (await sessions.Agents(personId, work), Device.Name(client.UserAgent));
        if (agents.Count > 0 && agents.All(agent => Device.Name(agent) != device))
            await outbox.Write(Template, IdSource.Platform, personId, Facts(device, work.Now, client.Ip), work);
    }

    private static object Facts(string device, DateTimeOffset at, string? ip) =>
        new
        {
            device,
            Time = LetterTime.Of(at),
            Address = ip ?? "unknown",
        };
}
