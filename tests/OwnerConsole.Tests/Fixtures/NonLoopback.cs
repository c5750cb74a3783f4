using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace OwnerConsole.Fixtures;

/// <summary>A non-loopback address of this machine: its connections look external, but no traffic leaves the machine.</summary>
public static class NonLoopback
{
    public static IPAddress Address =>
        NetworkInterface
            .GetAllNetworkInterfaces()
            .SelectMany(card => card.GetIPProperties().UnicastAddresses)
            .Select(address => address.Address)
            .First(address => address.AddressFamily is AddressFamily.InterNetwork && !IPAddress.IsLoopback(address));
}
