using MimeKit;
using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Messaging.Emails.Transports;

/// <summary>The result of handing an email over to the mail server or the service.</summary>
/// <param name="Code">SMTP code or HTTP status of the response; null if there was none.</param>
/// <param name="Text">Text of the response, or why there was none; one line without the recipient's address.</param>
public sealed record EmailResult(EmailOutcome Outcome, int? Code, string Text)
{
    private const int MaxLength = 300;

    internal static readonly EmailResult Accepted = new(EmailOutcome.Accepted, 250, "Accepted.");

    internal static readonly EmailResult Withdrawn = new(EmailOutcome.Withdrawn, null, "It was stopped before it was sent.");

    /// <summary>Id of the email at the service; null if it has none.</summary>
    public string? VendorId { get; init; }

    /// <summary>Delay that the service asked for; null if it asked for none.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <param name="recipient">Its address is removed from the text, because some servers repeat it.</param>
    internal static EmailResult Of(EmailOutcome outcome, int? code, string text, MailboxAddress recipient) => new(outcome, code, Line(text, recipient));

    internal static EmailResult Unreachable(string reason, MailboxAddress recipient, int? code = null) => Of(EmailOutcome.Unreachable, code, reason, recipient);

    /// <returns>One line without the recipient's address.</returns>
    internal static string Line(string text, MailboxAddress? recipient) =>
        Line(recipient is null ? text : Remove(recipient.GetAddress(idnEncode: true), Remove(recipient.Address, text)));

    private static string Remove(string address, string text) => text.Replace(address, "…", StringComparison.OrdinalIgnoreCase);

    private static string Line(string text) =>
        TextTruncation.Truncate(
            string.Join(' ', text.Replace("\0", "", StringComparison.Ordinal).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)),
            MaxLength
        );
}

/// <summary>Meaning of a response for the email and for those that wait.</summary>
public enum EmailOutcome
{
    Accepted,

    /// <summary>The server defers this email, for example because of greylisting or a full mailbox.</summary>
    Deferred,

    /// <summary>Permanent error for the recipient.</summary>
    RecipientRejected,

    /// <summary>Permanent error for the email or its sender.</summary>
    Rejected,

    /// <summary>The server can't be reached, or rejects the console with its current settings.</summary>
    Unreachable,

    /// <summary>The service received too many emails, so all others wait as long as it asks.</summary>
    RateLimited,

    /// <summary>An undo withdrew the email before it was handed over.</summary>
    Withdrawn,
}
