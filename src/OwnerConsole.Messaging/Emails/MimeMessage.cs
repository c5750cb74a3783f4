using System.Globalization;
using System.Net.Mail;
using System.Text;
using OwnerConsole.Kernel.Email;

namespace OwnerConsole.Messaging.Emails;

/// <summary>An email in wire format (RFC 5322, MIME), with a text and an HTML part, in ASCII.</summary>
/// <param name="From">Sender address of the SMTP envelope.</param>
/// <param name="To">Recipient address of the SMTP envelope.</param>
/// <param name="Text">The message, with CR LF line endings.</param>
internal sealed record MimeMessage(string From, string To, string Text)
{
    /// <summary>A line with an encoded word has at most 76 characters: 39 bytes become 52 Base64 characters, and the rest is the charset, the encoding and delimiters.</summary>
    private const int BytesInWord = 39;

    /// <summary>True when the local part has non-ASCII characters, which require SMTPUTF8. Host names are converted to Punycode instead.</summary>
    public bool NeedsUtf8 => !Ascii.IsValid(To);

    /// <returns>The message; null if the recipient address is invalid.</returns>
    public static MimeMessage? Of(MailSettings settings, OutgoingEmail email, RenderedEmail sheet, EmailRecipient to, DateTimeOffset now)
    {
        if (!MailAddress.TryCreate(to.Address, out var address) || Plain(address) is not { } recipient)
            return null;
        var from = new MailAddress(settings.FromAddress);
        string[] lines =
        [
            $"Date: {now.ToString("ddd, dd MMM yyyy HH:mm:ss", CultureInfo.InvariantCulture)} +0000",
            $"From: {MailboxText(settings.FromName, from.Address)}",
            $"To: {MailboxText(to.Name, recipient)}",
            $"Subject: {Encoded(sheet.Subject)}",
            // The same for every attempt, so that the recipient's server or mail client drops a duplicate when a response was lost.
            $"Message-ID: <{email.EmailId}@{from.Host}>",
            "Auto-Submitted: auto-generated",
            "MIME-Version: 1.0",
            $"Content-Type: multipart/alternative; boundary=\"{email.EmailId}\"",
            "",
            .. Part(email.EmailId, "plain", sheet.Text),
            .. Part(email.EmailId, "html", sheet.Html),
            $"--{email.EmailId}--",
            "",
        ];
        return new(from.Address, recipient, string.Join("\r\n", lines));
    }

    private static string[] Part(string boundary, string type, string text) =>
        [
            $"--{boundary}",
            $"Content-Type: text/{type}; charset=utf-8",
            "Content-Transfer-Encoding: base64",
            "",
            Convert.ToBase64String(Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\r\n")), Base64FormattingOptions.InsertLineBreaks),
        ];

    private static string? Plain(MailAddress address)
    {
        if (address.Address.Any(email => char.IsControl(email) || char.IsWhiteSpace(email) || email is '<' or '>'))
            return null;
        try
        {
            return Ascii.IsValid(address.Host) ? address.Address : $"{address.User}@{new IdnMapping().GetAscii(address.Host)}";
        }
        catch (ArgumentException)
        {
            return null; // not a valid host name
        }
    }

    // Names come from applications, so characters that would break a header are removed.
    private static string MailboxText(string? name, string address) =>
        name is null || new string([.. name.Where(email => !char.IsControl(email)).Take(100)]) is not { Length: > 0 } kept
            ? address
            : $"{Encoded(kept)}\r\n <{address}>";

    /// <summary>Encodes texts with characters that have a meaning in headers, such as a comma or an angle bracket.</summary>
    private static string Encoded(string text)
    {
        if (text.Length <= 60 && text.All(email => char.IsAsciiLetterOrDigit(email) || email is ' ' or '-'))
            return text;
        var words = new List<string>();
        var word = new List<byte>();
        foreach (var rune in text.EnumerateRunes())
        {
            var bytes = Encoding.UTF8.GetBytes(rune.ToString());
            if (word.Count + bytes.Length > BytesInWord)
            {
                words.Add(Word(word));
                word.Clear();
            }
            word.AddRange(bytes);
        }
        words.Add(Word(word));
        return string.Join("\r\n ", words);
    }

    private static string Word(List<byte> bytes) => $"=?utf-8?B?{Convert.ToBase64String([.. bytes])}?=";
}
