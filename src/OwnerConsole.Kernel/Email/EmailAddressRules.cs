using System.Net.Mail;
using System.Text;
using OwnerConsole.Pure.Addresses;

namespace OwnerConsole.Kernel.Email;

/// <summary>Validates configured email addresses: no display name, widely accepted characters only, and a domain name rather than an IP address.</summary>
public static class EmailAddressRules
{
    /// <remarks>Source: RFC 5321, 4.5.3.1.3, without the angle brackets.</remarks>
    private const int MaxLength = 254;

    public static bool IsValid(string text) =>
        text.Length <= MaxLength
        && MailAddress.TryCreate(text, out var address)
        && address.Address == text
        && Ascii.IsValid(text)
        && Uri.CheckHostName(address.Host) is UriHostNameType.Dns
        && HostName.ParseAddress(address.Host) is null;
}
