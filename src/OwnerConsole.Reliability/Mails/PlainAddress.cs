using System.Net.Mail;
using System.Text;

namespace OwnerConsole.Reliability.Mails;

/// <summary>Addresses that somebody sets: without a name beside them, in letters that every server takes.</summary>
internal static class PlainAddress
{
    public static bool Is(string text) => MailAddress.TryCreate(text, out var address) && address.Address == text && Ascii.IsValid(text);
}
