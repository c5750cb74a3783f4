using System.Text.Json.Nodes;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Outbound;
using OwnerConsole.Kernel.Secrets;

namespace OwnerConsole.Messaging.Emails.Transports;

/// <summary>Sends emails through Resend, which recognises a repeated request by its idempotency key for 24 hours.</summary>
public sealed class ResendTransport(VendorHttp http, VendorAddresses addresses, SecretBox box, TimeProvider clock) : IEmailTransport
{
    private const string Service = "Resend";

    public MailKind Kind => MailKind.Resend;

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
        using var request = ServiceEmail.CreateRequest(new Uri(addresses.Resend, "/emails"), Body(email), settings.DecryptPassword(box));
        request.Headers.Add("Idempotency-Key", email.EmailId);
        var answer = await http.Send(request, stop);
        var response = VendorJson.Read(answer.Body);
        if (answer.IsSuccess)
            return EmailResult.Accepted with { Code = answer.Status, VendorId = VendorJson.Text(response, "id") };
        var (name, error) = (VendorJson.Text(response, "name"), VendorJson.Text(response, "message"));
        return (answer.Status, name) switch
        {
            // An earlier attempt was accepted, although its response was lost. Links in the text differ in each attempt.
            (409, "invalid_idempotent_request") => EmailResult.Accepted with { Code = 409, Text = "Resend had accepted an earlier attempt." },
            (409, _) => EmailResult.Unreachable(error ?? answer.Excerpt, email.To, 409), // an earlier attempt is in progress
            _ => email.Refused(answer, Service, error, isAboutRecipient: error?.Contains("`to`", StringComparison.Ordinal) == true),
        };
    }

    /// <remarks>Tags are returned in delivery reports.</remarks>
    private static JsonObject Body(ServiceEmail email)
    {
        var body = new JsonObject
        {
            ["from"] = email.From.ToString(),
            ["to"] = new JsonArray(ServiceEmail.Address(email.To)),
            ["subject"] = email.Sheet.Subject,
            ["html"] = email.Sheet.Html,
            ["text"] = email.Sheet.Text,
            ["headers"] = new JsonObject(email.Headers.Select(header => KeyValuePair.Create(header.Name, (JsonNode?)header.Value))),
            ["tags"] = new JsonArray(new JsonObject { ["name"] = ServiceEmail.IdName, ["value"] = email.EmailId }),
        };
        if (email.Bcc is { } copy)
            body["bcc"] = new JsonArray(ServiceEmail.Address(copy));
        return body;
    }
}
