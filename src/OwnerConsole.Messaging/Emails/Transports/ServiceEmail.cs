using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using MimeKit;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Outbound;

namespace OwnerConsole.Messaging.Emails.Transports;

/// <summary>An email for a service with an HTTP API, with the same headers as by SMTP.</summary>
internal sealed record ServiceEmail(string EmailId, MailboxAddress From, MailboxAddress To, MailboxAddress? Bcc, RenderedEmail Sheet)
{
    /// <summary>Name of the value by which delivery reports refer to the email.</summary>
    public const string IdName = "email_id";

    private static readonly HeaderId[] s_sent =
    [
        HeaderId.AutoSubmitted,
        HeaderId.Importance,
        HeaderId.ListUnsubscribe,
        HeaderId.ListUnsubscribePost,
        HeaderId.MessageId,
    ];

    public IReadOnlyList<(string Name, string Value)> Headers { get; private init; } = [];

    /// <summary>Prepares the email and sends it, unless no service could send it to this recipient.</summary>
    /// <param name="claim">As for <see cref="IEmailTransport.Send"/>; called immediately before the service is.</param>
    /// <param name="send">Calls the service.</param>
    public static async Task<EmailResult> Send(
        MailSettings settings,
        OutgoingEmail email,
        RenderedEmail sheet,
        EmailRecipient to,
        DateTimeOffset now,
        Func<Task<bool>> claim,
        Func<ServiceEmail, Task<EmailResult>> send
    )
    {
        if (MimeMessageFactory.Recipient(to) is not { } recipient)
            return new(EmailOutcome.RecipientRejected, null, "The email address is invalid.");
        if (MimeMessageFactory.NeedsUtf8(recipient))
            return new(EmailOutcome.RecipientRejected, null, "The service doesn't support non-ASCII characters before the @.");
        var sender = MimeMessageFactory.Sender(settings);
        using var message = MimeMessageFactory.Create(email, sheet, sender, recipient, now);
        var copy = MimeMessageFactory.Copy(sheet);
        // A service rejects an email that names an address twice.
        var ready = new ServiceEmail(email.EmailId, sender, recipient, copy is not null && !IsSame(Address(copy), Address(recipient)) ? copy : null, sheet)
        {
            Headers = [.. message.Headers.Where(header => s_sent.Contains(header.Id)).Select(header => (header.Field, header.Value.Trim()))],
        };
        return await claim() ? await send(ready) : EmailResult.Withdrawn;
    }

    /// <param name="apiKey">Key that authorises the request.</param>
    public static HttpRequestMessage CreateRequest(Uri address, JsonObject body, string? apiKey)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", apiKey);
        return request;
    }

    /// <returns>The address with the domain in Punycode.</returns>
    public static string Address(MailboxAddress mailbox) => mailbox.GetAddress(idnEncode: true);

    public static bool IsSame(string address, string other) => string.Equals(address, other, StringComparison.OrdinalIgnoreCase);

    /// <returns>The result of a response that is not a success.</returns>
    /// <param name="service">Name of the service.</param>
    /// <param name="error">Error text of the service; null if there is none.</param>
    /// <param name="isAboutRecipient">Whether the error is about the recipient's address.</param>
    public EmailResult Refused(ServiceAnswer answer, string service, string? error, bool isAboutRecipient)
    {
        return answer.Status switch
        {
            null => Result(EmailOutcome.Unreachable, $"{service} could not be reached: {answer.Excerpt}"),
            429 => Result(EmailOutcome.RateLimited, error ?? $"{service} received too many emails.") with { RetryAfter = answer.RetryAfter },
            408 or >= 500 => Result(EmailOutcome.Unreachable, $"{service} responded with {answer.Status}.") with { RetryAfter = answer.RetryAfter },
            401 or 403 => Result(EmailOutcome.Unreachable, $"{service} doesn't accept the API key or the sender: {error ?? answer.Excerpt}"),
            _ when isAboutRecipient => Result(EmailOutcome.RecipientRejected, error ?? answer.Excerpt),
            _ => Result(EmailOutcome.Rejected, error ?? answer.Excerpt),
        };

        EmailResult Result(EmailOutcome outcome, string text) => EmailResult.Of(outcome, answer.Status, text, To);
    }
}
