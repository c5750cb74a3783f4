using System.Net;
using System.Text;

namespace OwnerConsole.Pure.Addresses;

/// <summary>Reads a host as a resolver would, however it is written.</summary>
public static class HostName
{
    // Characters that IDNA treats as the dot between labels (UTS #46).
    private const string Dots = "。．｡";

    private static readonly string[] Local = ["localhost", "localhost.localdomain", "ip6-localhost", "ip6-loopback"];

    private static readonly IPNetwork[] Machine = [.. new[] { "0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "::/127", "fe80::/10" }.Select(text => IPNetwork.Parse(text))];

    /// <summary>Small letters, in compatibility form, without brackets and without dots at its end: <c>①②⑦.⓪.⓪.①</c> is 127.0.0.1.</summary>
    public static string Plain(string host)
    {
        var plain = host.Trim().Normalize(NormalizationForm.FormKC);
        foreach (var dot in Dots)
            plain = plain.Replace(dot, '.');
        return plain.TrimEnd('.').Trim('[', ']').ToLowerInvariant();
    }

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
