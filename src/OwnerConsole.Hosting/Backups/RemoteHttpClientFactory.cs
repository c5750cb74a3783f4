using System.Net;
using Amazon.Runtime;
using OwnerConsole.Kernel.Outbound;

namespace OwnerConsole.Hosting.Backups;

/// <summary>Connects to other machines only. It checks the resolved addresses, because a name that was valid when it was saved can later resolve to this machine.</summary>
internal sealed class RemoteHttpClientFactory : HttpClientFactory
{
    public override HttpClient CreateHttpClient(IClientConfig clientConfig) =>
        new(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseProxy = false,
                SslOptions = OutboundTls.CreateOptions(),
                ConnectCallback = async (context, stop) =>
                {
                    var addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, stop);
                    if (addresses.Any(address => OutboundHostPolicy.IsThisMachine(address.ToString())))
                        throw new HttpRequestException("The endpoint resolves to this machine.");
                    return await OutboundHostPolicy.Connect(addresses, context.DnsEndPoint.Port, stop);
                },
            }
        );

    /// <summary>Separates these clients from clients without this restriction in the SDK's cache.</summary>
    public override string GetConfigUniqueString(IClientConfig clientConfig) => nameof(RemoteHttpClientFactory);
}
