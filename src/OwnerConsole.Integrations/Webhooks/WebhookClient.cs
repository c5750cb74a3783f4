using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using OwnerConsole.Kernel.Outbound;
using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Integrations.Webhooks;

/// <summary>Sends a signed message to an endpoint once.</summary>
public sealed class WebhookClient(OutboundHostPolicy receivers) : IDisposable
{
    /// <summary>Header that marks a test request, so that a receiver can tell it from an event.</summary>
    internal const string TestMark = "webhook-test";

    /// <summary>Bytes of a response that are shown.</summary>
    private const int MaxShown = 20 * 1024;

    private readonly HttpClient _http = receivers.CreateClient();

    /// <param name="body">Exactly the bytes that were signed.</param>
    internal async Task<AttemptResult> Send(string url, string id, DateTimeOffset at, byte[] body, string signature, CancellationToken stop)
    {
        using var request = CreateRequest(url, id, at, body, signature);
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop);
            return new((int)response.StatusCode, null, response.Headers.RetryAfter);
        }
        catch (Exception error) when (Fault(error, stop) is { } fault)
        {
            return new(null, fault);
        }
    }

    /// <summary>Sends a test request and reads the start of the response.</summary>
    /// <param name="body">Exactly the bytes that were signed.</param>
    internal async Task<TestRequestResult> SendTest(string url, string id, DateTimeOffset at, byte[] body, string signature, CancellationToken stop)
    {
        using var request = CreateRequest(url, id, at, body, signature);
        request.Headers.Add(TestMark, "true");
        var sent = new TestRequestResult(
            id,
            url,
            Headers(request.Headers, request.Content!.Headers),
            Encoding.UTF8.GetString(body),
            Status: null,
            [],
            ResponseBody: null,
            IsTruncated: false,
            LatencyMs: 0,
            Fault: null
        );
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(_http.Timeout); // the client's own timeout ends with the headers
        var watch = Stopwatch.StartNew();
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            var latency = (int)watch.ElapsedMilliseconds;
            await using var stream = await response.Content.ReadAsStreamAsync(limit.Token);
            var start = new byte[MaxShown + 1];
            var read = await stream.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, limit.Token);
            return sent with
            {
                Status = (int)response.StatusCode,
                ResponseHeaders = Headers(response.Headers, response.Content.Headers),
                ResponseBody = Encoding.UTF8.GetString(start, 0, Math.Min(read, MaxShown)).Replace('\0', '\uFFFD'),
                IsTruncated = read > MaxShown,
                LatencyMs = latency,
            };
        }
        catch (Exception error) when (Fault(error, stop) is { } fault)
        {
            return sent with { LatencyMs = (int)watch.ElapsedMilliseconds, Fault = fault };
        }
    }

    public void Dispose() => _http.Dispose();

    private static HttpRequestMessage CreateRequest(string url, string id, DateTimeOffset at, byte[] body, string signature)
    {
        var request = WebhookRequest.Create(url, id, at, body, signature);
        request.Headers.UserAgent.ParseAdd("owner-console/1");
        return request;
    }

    /// <returns>Why there was no response; null if the error is another one.</returns>
    private static string? Fault(Exception error, CancellationToken stop) =>
        error switch
        {
            HttpRequestException or IOException => TextTruncation.Truncate(error.InnerException?.Message ?? error.Message, 300),
            OperationCanceledException when !stop.IsCancellationRequested => AttemptResult.TimeoutFault,
            _ => null,
        };

    private static IReadOnlyList<TestHeader> Headers(params IEnumerable<HttpHeaders> all) =>
        [.. all.SelectMany(headers => headers.NonValidated).Select(header => new TestHeader(header.Key.ToLowerInvariant(), header.Value.ToString()))];
}
