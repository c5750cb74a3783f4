using System.Net.Mail;
using System.Text;
using OwnerConsole.Pure.Addresses;

namespace OwnerConsole.Kernel.Letters;

/// <summary>Validates configured email addresses: no display name, widely accepted characters only, and a domain name rather than an IP address.</summary>
public static class PlainAddress
{
    /// <remarks>Source: RFC 5321, 4.5.3.1.3, without the angle brackets.</remarks>
    private const int Longest = 254;

    public static bool Is(string text) =>
        text.Length <= Longest
        && MailAddress.TryCreate(text, out var address)
        && address.Address == text
        && Ascii.IsValid(text)
        && Uri.CheckHostName(address.Host) is UriHostNameType.Dns
        && HostName.Address(address.Host) is null;
}
