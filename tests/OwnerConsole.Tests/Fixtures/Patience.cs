using System.Net;
using System.Net.Sockets;

namespace OwnerConsole.Fixtures;

/// <summary>Sends again what came too fast for a key, after the time it was told: what a test means is seldom how fast the machine is.</summary>
internal sealed class Patience() : DelegatingHandler(new SocketsHttpHandler())
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken stop)
    {
        while (true)
        {
            var answer = await Once(request, stop);
            if (answer.StatusCode is not HttpStatusCode.TooManyRequests || answer.Headers.RetryAfter?.Delta is not { } wait || !await IsTooFast(answer, stop))
                return answer;
            answer.Dispose();
            await Task.Delay(wait, stop);
        }
    }

    /// <summary>What dies while a connection to it is made fails a request like everything that is down, though .NET's pool throws it bare.</summary>
    private async Task<HttpResponseMessage> Once(HttpRequestMessage request, CancellationToken stop)
    {
        try
        {
            return await base.SendAsync(request, stop);
        }
        catch (SocketException reset)
        {
            throw new HttpRequestException(HttpRequestError.ConnectionError, reset.Message, reset);
        }
    }

    /// <summary>There are other reasons for a 429, and they are the tests' to look at.</summary>
    private static async Task<bool> IsTooFast(HttpResponseMessage answer, CancellationToken stop)
    {
        await answer.Content.LoadIntoBufferAsync(stop);
        return (await answer.Content.ReadAsStringAsync(stop)).Contains("\"too_many_requests\"", StringComparison.Ordinal);
    }
}
