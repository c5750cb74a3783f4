using System.Globalization;
using System.Net.Mail;
using System.Text;
using OwnerConsole.Kernel.Letters;

namespace OwnerConsole.Reliability.Mails;

/// <summary>A letter as it goes over the wire (RFC 5322, MIME): text and HTML, in characters that every server takes.</summary>
/// <param name="From">the sender's address, as a server is told</param>
/// <param name="To">the recipient's</param>
/// <param name="Text">lines that end in CR LF</param>
internal sealed record MimeLetter(string From, string To, string Text)
{
    /// <summary>A line with encoded words has 76 characters at most; this many bytes make 52, and the rest says of what, and how they are written.</summary>
    private const int BytesInWord = 39;

    /// <summary>The address has letters that can't be written otherwise; names of hosts can.</summary>
    public bool NeedsUtf8 => !Ascii.IsValid(To);

    /// <returns>null when this is no address that a letter can go to</returns>
    public static MimeLetter? Of(MailSettings settings, Letter letter, Sheet sheet, Recipient to, DateTimeOffset now)
    {
        if (!MailAddress.TryCreate(to.Address, out var address) || Plain(address) is not { } recipient)
            return null;
        var from = new MailAddress(settings.FromAddress);
        string[] lines =
        [
            $"Date: {now.ToString("ddd, dd MMM yyyy HH:mm:ss", CultureInfo.InvariantCulture)} +0000",
            $"From: {Named(settings.FromName, from.Address)}",
            $"To: {Named(to.Name, recipient)}",
            $"Subject: {Encoded(sheet.Subject)}",
            // The same at every attempt: where an answer got lost, the recipient's own server or program drops the second.
            $"Message-ID: <{letter.LetterId}@{from.Host}>",
            "Auto-Submitted: auto-generated",
            "MIME-Version: 1.0",
            $"Content-Type: multipart/alternative; boundary=\"{letter.LetterId}\"",
            "",
            .. Part(letter.LetterId, "plain", sheet.Text),
            .. Part(letter.LetterId, "html", sheet.Html),
            $"--{letter.LetterId}--",
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
        if (address.Address.Any(letter => char.IsControl(letter) || char.IsWhiteSpace(letter) || letter is '<' or '>'))
            return null;
        try
        {
            return Ascii.IsValid(address.Host) ? address.Address : $"{address.User}@{new IdnMapping().GetAscii(address.Host)}";
        }
        catch (ArgumentException)
        {
            return null; // no host has such a name
        }
    }

    // Names come from applications: whatever would break a header is left out.
    private static string Named(string? name, string address) =>
        name is null || new string([.. name.Where(letter => !char.IsControl(letter)).Take(100)]) is not { Length: > 0 } kept
            ? address
            : $"{Encoded(kept)}\r\n <{address}>";

    /// <summary>Whatever could be read as something else, such as a comma or an angle bracket in a name, is encoded.</summary>
    private static string Encoded(string text)
    {
        if (text.Length <= 60 && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is ' ' or '-'))
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
