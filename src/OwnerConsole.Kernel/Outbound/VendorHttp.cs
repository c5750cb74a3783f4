using System.Globalization;
using System.Net.Http.Headers;
using System.Text;

namespace OwnerConsole.Kernel.Outbound;

/// <summary>Calls services that deliver messages, with the checks for outgoing requests: only allowed addresses, no redirects, and limited responses.</summary>
public sealed class VendorHttp(OutboundHostPolicy hosts, TimeProvider clock) : IDisposable
{
    /// <summary>Room for a list of messages with their texts.</summary>
    private const int MaxResponseSize = 1 << 20;

    private readonly HttpClient _http = Create(hosts);

    public async Task<ServiceAnswer> Send(HttpRequestMessage request, CancellationToken stop)
    {
        request.Headers.UserAgent.ParseAdd("owner-console/1");
        try
        {
            using var response = await _http.SendAsync(request, stop);
            var body = Encoding.UTF8.GetString(await response.Content.ReadAsByteArrayAsync(stop)); // a wrong charset of the response must not be an error
            return new((int)response.StatusCode, body.Replace("\0", "", StringComparison.Ordinal))
            {
                RetryAfter = RetryAfter(response.Headers),
                MessageId = Header(response.Headers, "X-Message-Id"),
            };
        }
        catch (HttpRequestException error)
        {
            return ServiceAnswer.None(error.InnerException?.Message ?? error.Message);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return ServiceAnswer.None("The service did not respond in time.");
        }
    }

    public void Dispose() => _http.Dispose();

    private static HttpClient Create(OutboundHostPolicy hosts)
    {
        var http = hosts.CreateClient();
        http.MaxResponseContentBufferSize = MaxResponseSize;
        return http;
    }

    /// <summary>SendGrid states the time instead of the delay.</summary>
    private TimeSpan? RetryAfter(HttpResponseHeaders headers) =>
        headers.RetryAfter is { } asked ? asked.Delta ?? asked.Date - clock.GetUtcNow()
        : long.TryParse(Header(headers, "X-RateLimit-Reset"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= MaxSeconds
            ? DateTimeOffset.FromUnixTimeSeconds(seconds) - clock.GetUtcNow()
        : null;

    private static string? Header(HttpResponseHeaders headers, string name) => headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;

    private static readonly long MaxSeconds = DateTimeOffset.MaxValue.ToUnixTimeSeconds();
}
