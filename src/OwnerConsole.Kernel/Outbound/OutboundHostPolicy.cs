using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using OwnerConsole.Pure.Addresses;

namespace OwnerConsole.Kernel.Outbound;

/// <summary>Decides which hosts the console can call: public ones, and private ones only if the console was started with permission for them.</summary>
/// <remarks>Checked when a URL is saved and at every connect, with the same IP addresses that are then connected to, which prevents DNS rebinding.</remarks>
public sealed class OutboundHostPolicy(bool privateAllowed)
{
    /// <summary>An address that doesn't answer delays the next one by this time, as RFC 8305 recommends.</summary>
    private static readonly TimeSpan s_attemptDelay = TimeSpan.FromMilliseconds(250);

    /// <summary>Resolves a host to its IP addresses.</summary>
    public Func<string, CancellationToken, Task<IPAddress[]>> Lookup { get; init; } = Dns.GetHostAddressesAsync;

    /// <summary>Whether an IP address can be called.</summary>
    public Func<IPAddress, bool> IsAllowed { get; init; } = privateAllowed ? _ => true : PublicAddress.IsPublic;

    /// <summary>Checks the URL only. Its IP addresses are checked when it is called, outside of any transaction.</summary>
    /// <returns>Null when the URL can be saved; otherwise not_an_address or private_address.</returns>
    public string? FindProblem(string url)
    {
        if (
            !Uri.TryCreate(url, UriKind.Absolute, out var uri)
            || uri.UserInfo.Length > 0
            || url.Length > 2_000
            || uri.Host.Length == 0
            || url.Any(char.IsControl)
        )
            return "not_an_address";
        if (uri.Scheme != Uri.UriSchemeHttps && !(uri.Scheme == Uri.UriSchemeHttp && privateAllowed))
            return "not_an_address";
        if (!privateAllowed && !HostName.IsPublic(uri.DnsSafeHost, Environment.MachineName))
            return "private_address";
        // Readers disagree about an address such as 0127.0.0.1, which is octal for some of them.
        return uri.HostNameType is UriHostNameType.IPv4 && WrittenHost(url) != uri.Host ? "not_an_address" : null;
    }

    /// <summary>Like <see cref="FindProblem"/>, for servers configured by the team: they can be on a private network, but not on this machine.</summary>
    /// <returns>Null when the URL can be saved; otherwise not_an_address or local_address.</returns>
    public string? FindServerProblem(string url) =>
        FindProblem(url) is { } trouble and not "private_address" ? trouble
        : privateAllowed || !IsThisMachine(new Uri(url).DnsSafeHost) ? null
        : "local_address";

    /// <param name="host">A name or an address.</param>
    /// <returns>True for the machine's own addresses, including those of its network interfaces, and for names that are reserved for it.</returns>
    public static bool IsThisMachine(string host) =>
        HostName.IsLocal(host, Environment.MachineName)
        || (HostName.ParseAddress(host) is { } address && NetworkInterface.GetAllNetworkInterfaces().SelectMany(AddressesOf).Contains(address));

    /// <returns>All addresses of the host.</returns>
    /// <exception cref="PrivateAddressException">One of them can't be called.</exception>
    public async Task<IPAddress[]> Resolve(string host, CancellationToken stop)
    {
        var addresses = await Lookup(host, stop);
        return addresses.All(IsAllowed) ? addresses : throw new PrivateAddressException();
    }

    private static string WrittenHost(string url)
    {
        var authority = url[(url.IndexOf("//", StringComparison.Ordinal) + 2)..];
        return authority.IndexOfAny([':', '/', '\\', '?', '#']) is var end and >= 0 ? authority[..end] : authority;
    }

    private static IEnumerable<IPAddress> AddressesOf(NetworkInterface network) => network.GetIPProperties().UnicastAddresses.Select(own => own.Address);

    /// <summary>A client that connects only to allowed addresses. It follows no redirects and uses no proxy, because a proxy would connect on its behalf.</summary>
    /// <param name="connectTimeout">Longest time to connect; 3 seconds by default.</param>
    public HttpClient CreateClient(TimeSpan? connectTimeout = null) =>
        new(CreateHandler(connectTimeout)) { Timeout = TimeSpan.FromSeconds(15), MaxResponseContentBufferSize = 64 * 1024 };

    /// <summary>The handler of <see cref="CreateClient"/>, for clients that put their own handler around it.</summary>
    /// <param name="connectTimeout">Longest time to connect; 3 seconds by default.</param>
    public HttpMessageHandler CreateHandler(TimeSpan? connectTimeout = null) =>
        new SocketFaultHandler(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseProxy = false,
                UseCookies = false,
                ConnectTimeout = connectTimeout ?? TimeSpan.FromSeconds(3),
                MaxResponseHeadersLength = 16,
                SslOptions = OutboundTls.CreateOptions(),
                ConnectCallback = async (context, stop) => await Connect(await Resolve(context.DnsEndPoint.Host, stop), context.DnsEndPoint.Port, stop),
            }
        );

    /// <summary>Connects to the first of the given addresses that accepts, which must have been checked before.</summary>
    /// <exception cref="SocketException">None of them accepts, or there are none.</exception>
    public static async Task<NetworkStream> Connect(IPAddress[] addresses, int port, CancellationToken stop)
    {
        if (addresses.Length == 0)
            throw new SocketException((int)SocketError.NoData);
        using var settled = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var attempts = new List<Task<NetworkStream>>();
        try
        {
            for (var next = 0; ; )
            {
                if (next < addresses.Length)
                    attempts.Add(Connect(addresses[next++], port, settled.Token));
                var first = Task.WhenAny(attempts);
                if (next < addresses.Length && await Task.WhenAny(first, Task.Delay(s_attemptDelay, settled.Token)) != first)
                    continue;
                var ended = await first;
                attempts.Remove(ended);
                if (ended.IsCompletedSuccessfully || (attempts.Count == 0 && next == addresses.Length))
                    return await ended;
            }
        }
        finally
        {
            await settled.CancelAsync();
            await Task.WhenAll(attempts.Select(Discard));
        }
    }

    private static async Task<NetworkStream> Connect(IPAddress address, int port, CancellationToken stop)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address, port, stop);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async Task Discard(Task<NetworkStream> attempt)
    {
        try
        {
            await using var _ = await attempt;
        }
        catch (Exception ended) when (ended is SocketException or OperationCanceledException)
        {
            // another address was faster, or the caller stopped waiting
        }
    }
}
