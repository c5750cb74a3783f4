using System.Net.Mail;

namespace OwnerConsole.Reliability.Mails;

/// <summary>What came of handing a letter to the server.</summary>
/// <param name="Code">of its answer; null when it gave none</param>
/// <param name="Text">its words, or why there were none; one line without the recipient's address</param>
internal sealed record SmtpAnswer(SmtpVerdict Verdict, int? Code, string Text)
{
    public static readonly SmtpAnswer Taken = new(SmtpVerdict.Taken, 250, "Taken.");

    public static SmtpAnswer Of(SmtpException error, string address)
    {
        var code = (int)error.StatusCode;
        int? said = code > 0 ? code : null;
        return new(Judge(error, code), said, Said(error, said).Replace(address, "…", StringComparison.OrdinalIgnoreCase));
    }

    private static SmtpVerdict Judge(SmtpException error, int code) =>
        code switch
        {
            // Shutting down, or it does not take us as we come: TLS or sign-in. No letter would fare better.
            <= 0 or 421 or 454 or 530 or 534 or 535 or 538 => SmtpVerdict.Away,
            < 500 => SmtpVerdict.Later,
            // .NET tells the recipient's codes (550 to 553) from others that come at the same place, such as 554 for a relay that refuses us: those are worth a look.
            _ => error is SmtpFailedRecipientException ? SmtpVerdict.NoRecipient : SmtpVerdict.Refused,
        };

    private static string Said(SmtpException error, int? code)
    {
        const string before = "The server response was: ";
        var text = error.Message;
        if (code is not null && text.IndexOf(before, StringComparison.Ordinal) is var at and >= 0)
            text = text[(at + before.Length)..];
        else if (error.InnerException is { } inner)
            text = inner.InnerException?.Message ?? inner.Message;
        text = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return text.Length > 300 ? text[..300] : text;
    }
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
