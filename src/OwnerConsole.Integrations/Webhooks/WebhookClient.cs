using System.Globalization;
using OwnerConsole.Kernel.Outbound;
using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Integrations.Webhooks;

/// <summary>Sends a signed message to an endpoint once.</summary>
public sealed class WebhookClient(OutboundHostPolicy receivers) : IDisposable
{
    private readonly HttpClient _http = receivers.CreateClient();

    /// <param name="body">Exactly the bytes that were signed.</param>
    internal async Task<AttemptResult> Send(string url, string id, DateTimeOffset at, byte[] body, string signature, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", signature);
        request.Headers.UserAgent.ParseAdd("owner-console/1");
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop);
            return new((int)response.StatusCode, null, response.Headers.RetryAfter);
        }
        catch (HttpRequestException error)
        {
            return new(null, TextTruncation.Truncate(error.InnerException?.Message ?? error.Message, 300));
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return new(null, AttemptResult.TimeoutFault);
        }
    }

    public void Dispose() => _http.Dispose();
}
