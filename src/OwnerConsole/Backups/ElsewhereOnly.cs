using System.Net;
using System.Net.Sockets;
using Amazon.Runtime;
using OwnerConsole.Pure.Addresses;

namespace OwnerConsole.Backups;

/// <summary>Connects to other machines only. A name that was fine when it was saved can lead here later, so the very addresses that are connected to are checked.</summary>
internal sealed class ElsewhereOnly : HttpClientFactory
{
    public override HttpClient CreateHttpClient(IClientConfig clientConfig) =>
        new(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseProxy = false,
                ConnectCallback = async (context, stop) =>
                {
                    var addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, stop);
                    if (addresses.Any(address => HostName.IsLocal(address.ToString(), Environment.MachineName)))
                        throw new HttpRequestException("The endpoint leads to this machine.");
                    var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                    try
                    {
                        await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, stop);
                        return new NetworkStream(socket, ownsSocket: true);
                    }
                    catch
                    {
                        socket.Dispose();
                        throw;
                    }
                },
            }
        );

    /// <summary>Clients that may connect anywhere are kept apart from these.</summary>
    public override string GetConfigUniqueString(IClientConfig clientConfig) => nameof(ElsewhereOnly);
}
