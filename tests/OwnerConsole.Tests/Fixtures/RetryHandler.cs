using System.Net;
using OwnerConsole.Kernel.Outbound;

namespace OwnerConsole.Fixtures;

/// <summary>Repeats rate-limited requests after the requested delay, because few tests are about rate limits.</summary>
internal sealed class RetryHandler() : DelegatingHandler(new SocketFaultHandler(new SocketsHttpHandler()))
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken stop)
    {
        while (true)
        {
            var answer = await base.SendAsync(request, stop);
            if (answer.StatusCode is not HttpStatusCode.TooManyRequests || answer.Headers.RetryAfter?.Delta is not { } wait || !await IsTooFast(answer, stop))
                return answer;
            answer.Dispose();
            await Task.Delay(wait, stop);
        }
    }

    /// <summary>Other reasons for a 429 are left to the tests.</summary>
    private static async Task<bool> IsTooFast(HttpResponseMessage answer, CancellationToken stop)
    {
        await answer.Content.LoadIntoBufferAsync(stop);
        return (await answer.Content.ReadAsStringAsync(stop)).Contains("\"too_many_requests\"", StringComparison.Ordinal);
    }
}
