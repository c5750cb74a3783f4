using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Reliability.Mails;

/// <summary>What came of handing a letter to the server.</summary>
/// <param name="Code">of its answer; null when it gave none</param>
/// <param name="Text">its words, or why there were none; one line without the recipient's address</param>
internal sealed record SmtpAnswer(SmtpVerdict Verdict, int? Code, string Text)
{
    private const int Longest = 300;

    public static readonly SmtpAnswer Taken = new(SmtpVerdict.Taken, 250, "Taken.");

    /// <param name="address">the recipient's, which some servers repeat</param>
    public static SmtpAnswer Of(SmtpRefusal refusal, string address) =>
        new(Judge(refusal.Step, refusal.Reply.Code), refusal.Reply.Code, Line(refusal.Reply.Text.Replace(address, "…", StringComparison.OrdinalIgnoreCase)));

    public static SmtpAnswer Away(string why) => new(SmtpVerdict.Away, null, Line(why));

    private static SmtpVerdict Judge(SmtpStep step, int code) =>
        (step, code) switch
        {
            // Shutting down, or it does not take us as we come: TLS or sign-in. No letter would fare better.
            (SmtpStep.Hello, _) or (_, 421 or 454 or 530 or 534 or 535 or 538) => SmtpVerdict.Away,
            (_, < 500) => SmtpVerdict.Later,
            // Others come at the same place, such as 554 for a relay that refuses us: those are worth a look.
            (SmtpStep.Recipient, >= 550 and <= 553) => SmtpVerdict.NoRecipient,
            _ => SmtpVerdict.Refused,
        };

    private static string Line(string text) => Beginning.Of(string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), Longest);
}

internal enum SmtpVerdict
{
    Taken,

    /// <summary>This letter is wanted later: greylisting, a full mailbox.</summary>
    Later,

    /// <summary>5xx for the recipient.</summary>
    NoRecipient,

    /// <summary>5xx for the letter or its sender.</summary>
    Refused,

    /// <summary>The server is not there, or takes nothing from us as we are set up.</summary>
    Away,
}
