using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace OwnerConsole.Live;

/// <summary>Writes server-sent events (WHATWG HTML, section 9.2).</summary>
internal sealed class ServerSentEventWriter(HttpContext context)
{
    private const int RetryMilliseconds = 1_000; // milliseconds until a browser reconnects

    public async Task Start(CancellationToken stop)
    {
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers["X-Accel-Buffering"] = "no"; // otherwise nginx would buffer the events
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        await Write($"retry: {RetryMilliseconds.ToString(CultureInfo.InvariantCulture)}\n\n", stop);
    }

    /// <param name="data">A single line of text.</param>
    public Task WriteEvent(string name, long id, string data, CancellationToken stop) =>
        Write(string.Create(CultureInfo.InvariantCulture, $"event: {name}\nid: {id}\ndata: {data}\n\n"), stop);

    /// <summary>Sends a position without an event, from which the client resumes.</summary>
    public Task WritePosition(long id, CancellationToken stop) => Write(string.Create(CultureInfo.InvariantCulture, $"id: {id}\n\n"), stop);

    /// <summary>Sends a comment as heartbeat, so that proxies and readers keep the connection open.</summary>
    public Task WriteHeartbeat(CancellationToken stop) => Write(": heartbeat\n\n", stop);

    private async Task Write(string text, CancellationToken stop)
    {
        await context.Response.WriteAsync(text, stop);
        await context.Response.Body.FlushAsync(stop);
    }
}
