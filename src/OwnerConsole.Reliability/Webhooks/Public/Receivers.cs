using System.Net;
using System.Net.Sockets;
using OwnerConsole.Pure.Addresses;

namespace OwnerConsole.Reliability.Webhooks.Public;

/// <summary>Whom the console may call: hosts on the public internet, and private ones only where the console was started to allow them.</summary>
/// <remarks>Asked when an address is saved and at every connect, with the very addresses that are then connected to: a name that changes its mind gets nowhere.</remarks>
public sealed class Receivers(bool privateAllowed)
{
    /// <summary>Finds the addresses of a host.</summary>
    public Func<string, CancellationToken, Task<IPAddress[]>> Lookup { get; init; } = Dns.GetHostAddressesAsync;

    /// <summary>Whether an address may be called.</summary>
    public Func<IPAddress, bool> May { get; init; } = privateAllowed ? _ => true : PublicAddress.Is;

    /// <summary>Looks at the address alone; what its name leads to is checked when it is called, outside of any transaction.</summary>
    /// <returns>null when it may be saved; otherwise not_an_address or private_address</returns>
    public string? Trouble(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.UserInfo.Length > 0 || url.Length > 2_000 || uri.Host.Length == 0)
            return "not_an_address";
        if (uri.Scheme != Uri.UriSchemeHttps && !(uri.Scheme == Uri.UriSchemeHttp && privateAllowed))
            return "not_an_address";
        return privateAllowed || HostName.IsPublic(uri.DnsSafeHost, Environment.MachineName) ? null : "private_address";
    }

    /// <summary>As <see cref="Trouble"/>, for servers of the team's own choice: they may be on a private network, but not on this machine.</summary>
    /// <returns>null when it may be saved; otherwise not_an_address or local_address</returns>
    public string? ServerTrouble(string url) =>
        Trouble(url) is { } trouble and not "private_address" ? trouble
        : privateAllowed || !HostName.IsLocal(new Uri(url).DnsSafeHost, Environment.MachineName) ? null
        : "local_address";

    /// <summary>A client that connects only where it may, follows no redirect, and uses no proxy, which would do the connecting for it.</summary>
    public HttpClient Client() =>
        new(
            new OneFault(
                new SocketsHttpHandler
                {
                    AllowAutoRedirect = false,
                    UseProxy = false,
                    UseCookies = false,
                    ConnectTimeout = TimeSpan.FromSeconds(3),
                    MaxResponseHeadersLength = 16,
                    ConnectCallback = async (context, stop) =>
                    {
                        var addresses = await Addresses(context.DnsEndPoint.Host, stop);
                        if (addresses.Count == 0)
                            throw new HttpRequestException("The host leads to a private address, which the console does not call.");
                        return await Connect([.. addresses], context.DnsEndPoint.Port, stop);
                    },
                }
            )
        )
        {
            Timeout = TimeSpan.FromSeconds(15),
            MaxResponseContentBufferSize = 64 * 1024,
        };

    /// <summary>Connects to addresses that were checked just before, and to no others.</summary>
    public static async Task<Stream> Connect(IPAddress[] addresses, int port, CancellationToken stop)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, port, stop);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <returns>all of the host's addresses when every one may be called, none otherwise</returns>
    private async Task<IReadOnlyList<IPAddress>> Addresses(string host, CancellationToken stop)
    {
        var addresses = await Lookup(host, stop);
        return addresses.All(May) ? addresses : [];
    }
}
