using OwnerConsole.Pure.Addresses;

namespace OwnerConsole.Pure.Duplicates;

/// <summary>An email as it is compared with others.</summary>
/// <param name="Email">The complete email in lower case.</param>
/// <param name="Mailbox">The email of the mailbox that receives its messages: without a tag, and for Gmail without dots.</param>
/// <param name="Domain">Domain in lower case; null for the domain of an email provider, which many people and companies share.</param>
public readonly record struct MailboxAddress(string Email, string Mailbox, string? Domain)
{
    private const string Gmail = "gmail.com";

    /// <param name="email">An email as reported; null if there is none.</param>
    /// <returns>Null if it isn't an email.</returns>
    public static MailboxAddress? Of(string? email)
    {
        var text = email?.Trim().ToLowerInvariant() ?? "";
        var at = text.LastIndexOf('@');
        if (at < 1 || at == text.Length - 1)
            return null;
        var (local, domain) = (text[..at], text[(at + 1)..].TrimEnd('.'));
        if (domain.Length == 0)
            return null;
        if (domain == "googlemail.com")
            domain = Gmail;
        var tag = local.IndexOf('+', StringComparison.Ordinal);
        var mailbox = tag < 1 ? local : local[..tag];
        if (domain == Gmail)
            mailbox = mailbox.Replace(".", "", StringComparison.Ordinal);
        return new(text, $"{mailbox}@{domain}", EmailProviders.Domains.Contains(domain) ? null : domain);
    }
}
