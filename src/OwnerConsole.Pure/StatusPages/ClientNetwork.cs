using System.Net;
using System.Net.Sockets;

namespace OwnerConsole.Pure.StatusPages;

/// <summary>Network of a visitor for rate limits: providers give a whole /64 of IPv6 addresses to one customer.</summary>
public static class ClientNetwork
{
    private const int PrefixBytes = 8;

    /// <param name="address">An IP address; null if it is unknown.</param>
    /// <returns>An IPv4 address as it is, or the first 64 bits of an IPv6 address. Empty if the address is unknown or invalid.</returns>
    public static string Of(string? address)
    {
        if (!IPAddress.TryParse(address, out var parsed))
            return "";
        var plain = parsed.IsIPv4MappedToIPv6 ? parsed.MapToIPv4() : parsed;
        return plain.AddressFamily is AddressFamily.InterNetworkV6
            ? Convert.ToHexStringLower(plain.GetAddressBytes().AsSpan(0, PrefixBytes))
            : plain.ToString();
    }
}
