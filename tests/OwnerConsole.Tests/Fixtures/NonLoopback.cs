using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace OwnerConsole.Fixtures;

/// <summary>This machine under an address that is not its loopback: what comes from there looks like somebody else, and nothing leaves.</summary>
public static class NonLoopback
{
    public static IPAddress Address =>
        NetworkInterface
            .GetAllNetworkInterfaces()
            .SelectMany(card => card.GetIPProperties().UnicastAddresses)
            .Select(address => address.Address)
            .First(address => address.AddressFamily is AddressFamily.InterNetwork && !IPAddress.IsLoopback(address));
}
