using System.Text;
using OwnerConsole.Kernel.Outbound;
using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Messaging.Channels.Transports;

/// <summary>Calls services with the checks for outgoing requests: only allowed addresses, no redirects, and limited responses.</summary>
public sealed class ChannelHttp(OutboundHostPolicy hosts, TimeProvider clock) : IDisposable
{
    /// <summary>Room for a list of messages with their texts.</summary>
    private const int MaxResponseSize = 1 << 20;

    private readonly HttpClient _http = Create(hosts);

    internal async Task<ServiceAnswer> Send(HttpRequestMessage request, CancellationToken stop)
    {
        request.Headers.UserAgent.ParseAdd("owner-console/1");
        try
        {
            using var response = await _http.SendAsync(request, stop);
            var body = Encoding.UTF8.GetString(await response.Content.ReadAsByteArrayAsync(stop)); // a wrong charset of the response must not be an error
            return new((int)response.StatusCode, body.Replace("\0", "", StringComparison.Ordinal))
            {
                RetryAfter = response.Headers.RetryAfter is { } asked ? asked.Delta ?? asked.Date - clock.GetUtcNow() : null,
            };
        }
        catch (HttpRequestException error)
        {
            return new(null, TextTruncation.Truncate(error.InnerException?.Message ?? error.Message, ServiceAnswer.MaxLength));
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return new(null, "No response within 15 seconds.");
        }
    }

    public void Dispose() => _http.Dispose();

    private static HttpClient Create(OutboundHostPolicy hosts)
    {
        var http = hosts.CreateClient();
        http.MaxResponseContentBufferSize = MaxResponseSize;
        return http;
    }
}

/// <summary>Response of a service.</summary>
/// <param name="Status">Null if there was no response.</param>
/// <param name="Body">Text of the response, or why there was none.</param>
internal sealed record ServiceAnswer(int? Status, string Body)
{
    /// <summary>Longest part of a response that is stored.</summary>
    public const int MaxLength = 300;

    public TimeSpan? RetryAfter { get; init; }

    public bool IsSuccess => Status is >= 200 and < 300;

    public string Excerpt => TextTruncation.Truncate(Body, MaxLength);

    /// <returns>The result of an answer that means the same for every service: no response, a full server, or too many requests; null for others.</returns>
    public SendResult? FindTemporary(string service) =>
        Status switch
        {
            null => new(SendOutcome.Unavailable, null, Excerpt) { Reason = $"{service} could not be reached." },
            429 => new(SendOutcome.RateLimited, Status, Excerpt) { Reason = $"{service} received too many messages.", RetryAfter = RetryAfter },
            408 or >= 500 => new(SendOutcome.Unavailable, Status, Excerpt) { Reason = $"{service} responded with {Status}.", RetryAfter = RetryAfter },
            _ => null,
        };
}
