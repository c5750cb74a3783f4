using System.Globalization;
using System.Net;
using System.Text;

namespace OwnerConsole.Pure.Addresses;

/// <summary>Normalizes a host name or address the way a resolver would read it.</summary>
public static class HostName
{
    // Characters that IDNA treats as label separators (UTS #46).
    private const string Dots = "。．｡";

    private static readonly string[] Local = ["localhost", "localhost.localdomain", "ip6-localhost", "ip6-loopback"];

    private static readonly IPNetwork[] LoopbackNetworks =
    [
        .. new[] { "0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "::/127", "fe80::/10" }.Select(text => IPNetwork.Parse(text)),
    ];

    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96"),
        SixToFour = IPNetwork.Parse("2002::/16");

    /// <summary>
    /// Converts to lowercase ASCII, including digits and full-width letters, without brackets and trailing dots: <c>①②⑦.⓪.⓪.①</c> becomes 127.0.0.1.
    /// </summary>
    /// <remarks>The runtime has no ICU and does not normalize, so characters that a resolver would read as ASCII are mapped here.</remarks>
    public static string Normalize(string host)
    {
        var plain = new StringBuilder();
        foreach (var rune in host.Trim().EnumerateRunes())
            plain.Append(Ascii(rune));
        return plain.ToString().TrimEnd('.').Trim('[', ']').ToLowerInvariant();
    }

    private static string Ascii(Rune rune) =>
        rune.IsAscii ? rune.ToString()
        : Dots.Contains(rune.ToString(), StringComparison.Ordinal) ? "."
        : rune.Value is >= 0xFF01 and <= 0xFF5E ? ((char)(rune.Value - 0xFEE0)).ToString() // Full-width characters.
        : rune.Value is >= 0x24B6 and <= 0x24CF ? ((char)('a' + rune.Value - 0x24B6)).ToString() // Circled letters.
        : rune.Value is >= 0x24D0 and <= 0x24E9 ? ((char)('a' + rune.Value - 0x24D0)).ToString()
        : Rune.GetNumericValue(rune) is >= 0 and <= 9 and var digit && double.IsInteger(digit) ? ((int)digit).ToString(CultureInfo.InvariantCulture)
        : rune.ToString();

    /// <summary>Characters that a resolver may map to others, such as mathematical letters, which legitimate names don't need.</summary>
    private static bool IsDisguised(Rune rune) =>
        rune.Value is >= 0x1D400 and <= 0x1D7FF or >= 0x2100 and <= 0x214F or >= 0x1F100 and <= 0x1F1FF
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.OtherSymbol or UnicodeCategory.OtherNumber or UnicodeCategory.Format or UnicodeCategory.Control;

    /// <returns>The literal address, also in forms such as 127.1, 0x7f000001 or 2130706433; null for a name.</returns>
    public static IPAddress? ParseAddress(string host) =>
        !IPAddress.TryParse(Normalize(host), out var address) ? null
        : address.IsIPv4MappedToIPv6 ? address.MapToIPv4()
        : address;

    /// <summary>
    /// Whether the host is the machine itself or reachable only from it: loopback and link-local addresses, names reserved for them (RFC 6761), and
    /// the machine's own name.
    /// </summary>
    /// <param name="host">A name or an address.</param>
    /// <param name="machine">The machine's name, with or without a domain.</param>
    public static bool IsLocal(string host, string machine)
    {
        var plain = Normalize(host);
        if (ParseAddress(host) is { } address)
            return LoopbackNetworks.Any(network => network.Contains(address) || (Embedded(address) is { } inner && network.Contains(inner)));
        var own = Normalize(machine);
        return plain.Length == 0
            || plain.EnumerateRunes().Any(IsDisguised)
            || Local.Contains(plain, StringComparer.Ordinal)
            || plain.EndsWith(".localhost", StringComparison.Ordinal)
            || plain == own
            || plain == own.Split('.')[0]
            || (!own.Contains('.', StringComparison.Ordinal) && plain.Split('.')[0] == own && plain.EndsWith(".local", StringComparison.Ordinal));
    }

    /// <returns>The IPv4 address that a translating gateway would call: of NAT64 (RFC 6052) and 6to4 (RFC 3056) addresses; otherwise null.</returns>
    private static IPAddress? Embedded(IPAddress address) =>
        Nat64.Contains(address) ? new(address.GetAddressBytes().AsSpan(12))
        : SixToFour.Contains(address) ? new(address.GetAddressBytes().AsSpan(2, 4))
        : null;

    /// <summary>Whether it is an address of the public internet, or a name that could resolve to one: it contains a dot and isn't local.</summary>
    /// <inheritdoc cref="IsLocal"/>
    public static bool IsPublic(string host, string machine) =>
        ParseAddress(host) is { } address
            ? PublicAddress.IsPublic(address)
            : !IsLocal(host, machine) && Normalize(host).Contains('.', StringComparison.Ordinal);
}
