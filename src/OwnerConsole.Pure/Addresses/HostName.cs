using System.Globalization;
using System.Net;
using System.Text;

namespace OwnerConsole.Pure.Addresses;

/// <summary>Reads a host as a resolver would, however it is written.</summary>
public static class HostName
{
    // Characters that IDNA treats as the dot between labels (UTS #46).
    private const string Dots = "。．｡";

    private static readonly string[] Local = ["localhost", "localhost.localdomain", "ip6-localhost", "ip6-loopback"];

    private static readonly IPNetwork[] Machine =
    [
        .. new[] { "0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "::/127", "fe80::/10" }.Select(text => IPNetwork.Parse(text)),
    ];

    /// <summary>Small letters, digits and wide letters as ASCII, without brackets and without dots at its end: <c>①②⑦.⓪.⓪.①</c> is 127.0.0.1.</summary>
    /// <remarks>The runtime has no ICU, so it normalizes nothing: what a resolver would read as ASCII is mapped here.</remarks>
    public static string Plain(string host)
    {
        var plain = new StringBuilder();
        foreach (var rune in host.Trim().EnumerateRunes())
            plain.Append(Ascii(rune));
        return plain.ToString().TrimEnd('.').Trim('[', ']').ToLowerInvariant();
    }

    private static string Ascii(Rune rune) =>
        rune.IsAscii ? rune.ToString()
        : Dots.Contains(rune.ToString(), StringComparison.Ordinal) ? "."
        : rune.Value is >= 0xFF01 and <= 0xFF5E ? ((char)(rune.Value - 0xFEE0)).ToString() // full width
        : rune.Value is >= 0x24B6 and <= 0x24CF ? ((char)('a' + rune.Value - 0x24B6)).ToString() // in circles
        : rune.Value is >= 0x24D0 and <= 0x24E9 ? ((char)('a' + rune.Value - 0x24D0)).ToString()
        : Rune.GetNumericValue(rune) is >= 0 and <= 9 and var digit && double.IsInteger(digit) ? ((int)digit).ToString(CultureInfo.InvariantCulture)
        : rune.ToString();

    /// <summary>Letters that a resolver may read as others, such as mathematical ones: nobody's name needs them.</summary>
    private static bool IsDisguised(Rune rune) =>
        rune.Value is >= 0x1D400 and <= 0x1D7FF or >= 0x2100 and <= 0x214F or >= 0x1F100 and <= 0x1F1FF
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.OtherSymbol or UnicodeCategory.OtherNumber or UnicodeCategory.Format or UnicodeCategory.Control;

    /// <returns>the address that is written out, also as 127.1, 0x7f000001 or 2130706433; null for a name</returns>
    public static IPAddress? Address(string host) =>
        !IPAddress.TryParse(Plain(host), out var address) ? null
        : address.IsIPv4MappedToIPv6 ? address.MapToIPv4()
        : address;

    /// <summary>The machine itself, or something reached only from it: loopback and link-local addresses, names reserved for them (RFC 6761), and the machine's own name.</summary>
    /// <param name="host">a name or an address</param>
    /// <param name="machine">the machine's name, with or without a domain</param>
    public static bool IsLocal(string host, string machine)
    {
        var plain = Plain(host);
        if (Address(host) is { } address)
            return Machine.Any(network => network.Contains(address));
        var own = Plain(machine);
        return plain.Length == 0
            || plain.EnumerateRunes().Any(IsDisguised)
            || Local.Contains(plain, StringComparer.Ordinal)
            || plain.EndsWith(".localhost", StringComparison.Ordinal)
            || plain == own
            || plain == own.Split('.')[0]
            || (!own.Contains('.', StringComparison.Ordinal) && plain.Split('.')[0] == own && plain.EndsWith(".local", StringComparison.Ordinal));
    }

    /// <summary>An address of the public internet, or a name that could lead to one: it has a dot and isn't local.</summary>
    /// <inheritdoc cref="IsLocal"/>
    public static bool IsPublic(string host, string machine) =>
        Address(host) is { } address ? PublicAddress.Is(address) : !IsLocal(host, machine) && Plain(host).Contains('.', StringComparison.Ordinal);
}
