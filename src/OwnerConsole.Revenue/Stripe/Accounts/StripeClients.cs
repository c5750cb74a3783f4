using OwnerConsole.Kernel.Outbound;
using OwnerConsole.Kernel.Secrets;
using OwnerConsole.Revenue.Stripe.Calls;
using Stripe;

namespace OwnerConsole.Revenue.Stripe.Accounts;

/// <summary>Creates clients of Stripe's API. They connect only to allowed addresses and follow no redirects. Their calls are measured.</summary>
public sealed class StripeClients(VendorAddresses addresses, OutboundHostPolicy hosts, SecretBox box, StripeCallCounter calls) : IDisposable
{
    /// <summary>Retries of a request within one attempt; an attempt that still fails is repeated later by its lane.</summary>
    private const int NetworkRetries = 1;

    /// <summary>Room for 100 invoices with many lines.</summary>
    private const int MaxResponseSize = 32 << 20;

    private readonly HttpClient _http = CreateHttp(hosts, calls);

    public StripeClient Create(StripeConnection connection) => Create(connection.DecryptKey(box));

    public StripeClient Create(string apiKey) =>
        new(
            new StripeClientOptions
            {
                ApiKey = apiKey,
                ApiBase = addresses.Stripe.GetLeftPart(UriPartial.Authority),
                HttpClient = new SystemNetHttpClient(_http, NetworkRetries, appInfo: null, enableTelemetry: false),
            }
        );

    public void Dispose() => _http.Dispose();

    private static HttpClient CreateHttp(OutboundHostPolicy hosts, StripeCallCounter calls) =>
        new(new StripeCallMeter(calls, hosts.CreateHandler())) { Timeout = StripeCallMeter.Timeout, MaxResponseContentBufferSize = MaxResponseSize };
}
