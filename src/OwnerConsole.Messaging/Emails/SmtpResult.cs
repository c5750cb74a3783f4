using MailKit.Net.Smtp;
using MimeKit;
using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Messaging.Emails;

/// <summary>The result of sending an email to the server.</summary>
/// <param name="Code">SMTP code of the response; null if there was none.</param>
/// <param name="Text">Text of the response, or why there was none; one line without the recipient's address.</param>
internal sealed record SmtpResult(SmtpOutcome Outcome, int? Code, string Text)
{
    private const int MaxLength = 300;

    public static readonly SmtpResult Accepted = new(SmtpOutcome.Accepted, 250, "Accepted.");

    /// <param name="recipient">Its address is removed, because some servers repeat it.</param>
    public static SmtpResult Of(SmtpCommandException refusal, MailboxAddress recipient) =>
        new(Classify(refusal.ErrorCode, (int)refusal.StatusCode), (int)refusal.StatusCode, Line(refusal.Message, recipient));

    public static SmtpResult Unreachable(string reason, MailboxAddress recipient, int? code = null) =>
        new(SmtpOutcome.Unreachable, code, Line(reason, recipient));

    private static SmtpOutcome Classify(SmtpErrorCode step, int code) =>
        (step, code) switch
        {
            // The server is shutting down or rejects TLS or the sign-in, so other emails would fail as well.
            (_, 421 or 454 or 530 or 534 or 535 or 538) => SmtpOutcome.Unreachable,
            (_, < 500) => SmtpOutcome.Deferred,
            // Other codes at this step, such as 554 from a relay that rejects the console, are failures to look into, not bounces.
            (SmtpErrorCode.RecipientNotAccepted, >= 550 and <= 553) => SmtpOutcome.RecipientRejected,
            _ => SmtpOutcome.Rejected,
        };

    private static string Line(string text, MailboxAddress recipient) => Line(Remove(recipient.GetAddress(idnEncode: true), Remove(recipient.Address, text)));

    private static string Remove(string address, string text) => text.Replace(address, "…", StringComparison.OrdinalIgnoreCase);

    private static string Line(string text) =>
        TextTruncation.Truncate(string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), MaxLength);
}

internal enum SmtpOutcome
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
}
