using System.Net.Mail;
using System.Text;

namespace OwnerConsole.Kernel.Letters;

/// <summary>Addresses that somebody sets: without a name beside them, in letters that every server takes.</summary>
public static class PlainAddress
{
    /// <remarks>Source: RFC 5321, 4.5.3.1.3, less the angle brackets.</remarks>
    private const int Longest = 254;

    public static bool Is(string text) =>
        text.Length <= Longest && MailAddress.TryCreate(text, out var address) && address.Address == text && Ascii.IsValid(text);
}
