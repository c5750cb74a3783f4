using System.Text.Json;
using System.Text.Json.Nodes;
using MimeKit;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Outbound;
using OwnerConsole.Kernel.Secrets;

namespace OwnerConsole.Messaging.Emails.Transports;

/// <summary>Sends emails through SendGrid. It can't recognise a repeated request, so an email whose response was lost can arrive twice, with the same Message-ID.</summary>
public sealed class SendgridTransport(VendorHttp http, VendorAddresses addresses, SecretBox box, TimeProvider clock) : IEmailTransport
{
    private const string Service = "SendGrid";

    public MailKind Kind => MailKind.Sendgrid;

    public Task<EmailResult> Send(
        MailSettings settings,
        OutgoingEmail email,
        RenderedEmail sheet,
        EmailRecipient to,
        Func<Task<bool>> claim,
        CancellationToken stop
    ) => ServiceEmail.Send(settings, email, sheet, to, clock.GetUtcNow(), claim, ready => Send(settings, ready, stop));

    private async Task<EmailResult> Send(MailSettings settings, ServiceEmail email, CancellationToken stop)
    {
        var host = settings.Region is MailRegion.Eu ? addresses.SendgridEu : addresses.Sendgrid;
        using var request = ServiceEmail.CreateRequest(new Uri(host, "/v3/mail/send"), Body(email), settings.DecryptPassword(box));
        var answer = await http.Send(request, stop);
        if (answer.IsSuccess)
            return EmailResult.Accepted with { Code = answer.Status, VendorId = answer.MessageId };
        var (field, error) = FirstError(VendorJson.Read(answer.Body));
        return email.Refused(answer, Service, error, isAboutRecipient: field?.StartsWith("personalizations.0.to", StringComparison.Ordinal) == true);
    }

    /// <remarks>Custom arguments are returned in delivery reports. Tracking is switched off, because the console tracks broadcasts itself, and other emails contain links to sign in.</remarks>
    private static JsonObject Body(ServiceEmail email)
    {
        var recipients = new JsonObject
        {
            ["to"] = new JsonArray(Mailbox(email.To)),
            ["custom_args"] = new JsonObject { [ServiceEmail.IdName] = email.EmailId },
        };
        if (email.Bcc is { } copy)
            recipients["bcc"] = new JsonArray(Mailbox(copy));
        return new JsonObject
        {
            ["personalizations"] = new JsonArray(recipients),
            ["from"] = Mailbox(email.From),
            ["subject"] = email.Sheet.Subject,
            ["content"] = new JsonArray(Content("text/plain", email.Sheet.Text), Content("text/html", email.Sheet.Html)),
            ["headers"] = new JsonObject(email.Headers.Select(header => KeyValuePair.Create(header.Name, (JsonNode?)header.Value))),
            ["tracking_settings"] = new JsonObject
            {
                ["click_tracking"] = new JsonObject { ["enable"] = false, ["enable_text"] = false },
                ["open_tracking"] = new JsonObject { ["enable"] = false },
                ["subscription_tracking"] = new JsonObject { ["enable"] = false },
            },
        };
    }

    private static JsonObject Mailbox(MailboxAddress mailbox)
    {
        var json = new JsonObject { ["email"] = ServiceEmail.Address(mailbox) };
        if (!string.IsNullOrEmpty(mailbox.Name))
            json["name"] = mailbox.Name;
        return json;
    }

    private static JsonObject Content(string type, string value) => new() { ["type"] = type, ["value"] = value };

    private static (string? Field, string? Message) FirstError(JsonElement response) =>
        response.ValueKind is JsonValueKind.Object
        && response.TryGetProperty("errors", out var errors)
        && errors.ValueKind is JsonValueKind.Array
        && errors.GetArrayLength() > 0
            ? (VendorJson.Text(errors[0], "field"), VendorJson.Text(errors[0], "message"))
            : default;
}
