using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace OwnerConsole.Live;

/// <summary>Writes server-sent events (WHATWG HTML, section 9.2) as they come.</summary>
internal sealed class EventWriter(HttpContext context)
{
    private const int Again = 1_000; // milliseconds until a browser connects anew

    public async Task Begin(CancellationToken stop)
    {
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers["X-Accel-Buffering"] = "no"; // nginx would keep it back
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        await Write($"retry: {Again.ToString(CultureInfo.InvariantCulture)}\n\n", stop);
    }

    /// <param name="data">one line</param>
    public Task Say(string name, long id, string data, CancellationToken stop) =>
        Write(string.Create(CultureInfo.InvariantCulture, $"event: {name}\nid: {id}\ndata: {data}\n\n"), stop);

    /// <summary>Nothing has happened; proxies and readers see that somebody is still there.</summary>
    public Task Beat(CancellationToken stop) => Write(": still here\n\n", stop);

    private async Task Write(string text, CancellationToken stop)
    {
        await context.Response.WriteAsync(text, stop);
        await context.Response.Body.FlushAsync(stop);
    }
}
