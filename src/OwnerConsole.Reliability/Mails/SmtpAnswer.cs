using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Reliability.Mails;

/// <summary>The result of sending an email to the server.</summary>
/// <param name="Code">SMTP code of the response; null if there was none.</param>
/// <param name="Text">Text of the response, or why there was none; one line without the recipient's address.</param>
internal sealed record SmtpAnswer(SmtpVerdict Verdict, int? Code, string Text)
{
    private const int Longest = 300;

    public static readonly SmtpAnswer Taken = new(SmtpVerdict.Taken, 250, "Accepted.");

    /// <param name="address">Address of the recipient, which is removed because some servers repeat it.</param>
    public static SmtpAnswer Of(SmtpRefusal refusal, string address) =>
        new(Judge(refusal.Step, refusal.Reply.Code), refusal.Reply.Code, Line(refusal.Reply.Text.Replace(address, "…", StringComparison.OrdinalIgnoreCase)));

    public static SmtpAnswer Away(string why) => new(SmtpVerdict.Away, null, Line(why));

    private static SmtpVerdict Judge(SmtpStep step, int code) =>
        (step, code) switch
        {
            // The server is shutting down or rejects TLS or the sign-in, so other emails would fail as well.
            (SmtpStep.Hello, _) or (_, 421 or 454 or 530 or 534 or 535 or 538) => SmtpVerdict.Away,
            (_, < 500) => SmtpVerdict.Later,
            // Other codes at this step, such as 554 from a relay that rejects the console, are failures to look into, not bounces.
            (SmtpStep.Recipient, >= 550 and <= 553) => SmtpVerdict.NoRecipient,
            _ => SmtpVerdict.Refused,
        };

    private static string Line(string text) => Beginning.Of(string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), Longest);
}

internal enum SmtpVerdict
{
    Taken,

    /// <summary>The server defers this email, for example because of greylisting or a full mailbox.</summary>
    Later,

    /// <summary>Permanent error for the recipient.</summary>
    NoRecipient,

    /// <summary>Permanent error for the email or its sender.</summary>
    Refused,

    /// <summary>The server can't be reached, or rejects the console with its current settings.</summary>
    Away,
}
