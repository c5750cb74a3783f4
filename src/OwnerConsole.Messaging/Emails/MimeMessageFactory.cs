using System.Text;
using MimeKit;
using MimeKit.Text;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Messaging.Emails;

/// <summary>Creates the message that is sent for an email, with a text and an HTML part.</summary>
internal static class MimeMessageFactory
{
    private const int MaxNameLength = 100;

    private static readonly ParserOptions Strict = new() { AddressParserComplianceMode = RfcComplianceMode.Strict, AllowAddressesWithoutDomain = false };

    /// <summary>MimeKit doesn't count a header's name before an encoded word. With this limit, lines have at most 78 characters (RFC 5322), and encoded words 75 (RFC 2047).</summary>
    private static readonly FormatOptions Narrow = new() { MaxLineLength = 66, NewLineFormat = NewLineFormat.Dos };

    /// <summary>Whether the local part has non-ASCII characters, which require SMTPUTF8. Domain names are converted to Punycode instead.</summary>
    public static bool NeedsUtf8(MailboxAddress to) => !Ascii.IsValid(to.LocalPart);

    /// <returns>The mailbox; null if the address is invalid.</returns>
    public static MailboxAddress? Recipient(EmailRecipient to) =>
        MailboxAddress.TryParse(Strict, to.Address, out var parsed)
        && !parsed.Address.Any(character => char.IsControl(character) || char.IsWhiteSpace(character) || character is '<' or '>')
        && Ascii.IsValid(parsed.GetAddress(idnEncode: true).AsSpan(parsed.LocalPart.Length + 1))
            ? new MailboxAddress(Name(to.Name), parsed.Address)
            : null;

    /// <returns>The mailbox that receives a blind copy; null for none.</returns>
    public static MailboxAddress? Copy(RenderedEmail sheet) =>
        sheet.Bcc is { } address && Recipient(new(null, address, null, default)) is { } mailbox && !NeedsUtf8(mailbox) ? mailbox : null;

    public static MailboxAddress Sender(MailSettings settings) => new(Name(settings.FromName), settings.FromAddress);

    public static MimeMessage Create(OutgoingEmail email, RenderedEmail sheet, MailboxAddress from, MailboxAddress to, DateTimeOffset now) =>
        new([
            Header(HeaderId.From, from),
            Header(HeaderId.To, to),
            Header(HeaderId.Subject, Literal(sheet.Subject)),
            new Header(HeaderId.AutoSubmitted, "auto-generated"),
            .. sheet.IsImportant ? [new Header(HeaderId.Importance, "high")] : Array.Empty<Header>(),
            .. sheet.UnsubscribeUrl is { } url ? Unsubscribe(url) : [],
        ])
        {
            Date = now,
            // The same for every attempt, so that the recipient's server or mail client drops a duplicate when a response was lost.
            MessageId = $"{email.EmailId}@{from.Domain}",
            Body = new MultipartAlternative(Part(TextFormat.Plain, sheet.Text), Part(TextFormat.Html, sheet.Html)),
        };

    /// <remarks>Source: RFC 8058, 3.1. One click is for HTTPS only.</remarks>
    private static IEnumerable<Header> Unsubscribe(string url)
    {
        var link = new Header(HeaderId.ListUnsubscribe, "");
        link.SetRawValue(Encoding.ASCII.GetBytes($" <{url}>\r\n")); // a folded URL would be broken
        return url.StartsWith("https:", StringComparison.Ordinal) ? [link, new Header(HeaderId.ListUnsubscribePost, "List-Unsubscribe=One-Click")] : [link];
    }

    private static Header Header(HeaderId id, string text)
    {
        var header = new Header(id, "");
        header.SetValue(Narrow, Encoding.UTF8, text);
        return header;
    }

    private static Header Header(HeaderId id, MailboxAddress mailbox)
    {
        var header = new Header(id, "");
        header.SetRawValue(Encoding.UTF8.GetBytes($" {mailbox.ToString(Narrow, encode: true)}\r\n")); // SetValue supports ASCII addresses only
        return header;
    }

    // Base64 keeps line endings and needs no extension of the server.
    private static TextPart Part(TextFormat format, string text) =>
        new(format) { Text = text.ReplaceLineEndings("\r\n"), ContentTransferEncoding = ContentEncoding.Base64 };

    // Names come from applications. A control character has no meaning in a name, and could start another header.
    private static string? Name(string? name) =>
        name is null ? null : TextTruncation.Truncate(Literal(new string([.. name.Where(character => !char.IsControl(character))])), MaxNameLength);

    /// <summary>Separates what a mail client would decode as an encoded word, because MimeKit sends it as it is.</summary>
    private static string Literal(string text) => text.Replace("=?", "= ?", StringComparison.Ordinal);
}
