using System.Net;
using Amazon.Runtime;
using OwnerConsole.Pure.Addresses;
using OwnerConsole.Reliability.Webhooks.Public;

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
                    return await Receivers.Connect(addresses, context.DnsEndPoint.Port, stop);
                },
            }
        );

    /// <summary>Clients that may connect anywhere are kept apart from these.</summary>
    public override string GetConfigUniqueString(IClientConfig clientConfig) => nameof(ElsewhereOnly);
}
