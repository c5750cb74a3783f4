using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Gates;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Streams;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Metrics.Ingest;

namespace OwnerConsole.Live;

/// <summary>Streams of live changes: log entries for applications, and change notifications for pages.</summary>
public sealed class StreamRoutes(LogStream stream, HostOptions options, IHostApplicationLifetime life) : IEventStream, IDisposable
{
    /// <summary>Maximum number of open streams per person or key.</summary>
    private const int MaxStreams = 20;

    private readonly PartitionedRateLimiter<string> _open = PartitionedRateLimiter.Create<string, string>(id =>
        RateLimitPartition.GetConcurrencyLimiter(id, _ => new() { PermitLimit = MaxStreams })
    );

    /// <summary>Time after which a page must reconnect and is authenticated again.</summary>
    private static readonly TimeSpan PageLifetime = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan KeyLifetime = TimeSpan.FromMinutes(10);

    /// <summary>Time after which a subscriber to a segment must reconnect, to include tenants that have joined the segment.</summary>
    private static readonly TimeSpan SegmentLifetime = TimeSpan.FromSeconds(45);

    /// <summary>Minimum interval between change notifications to a page.</summary>
    private static readonly TimeSpan MinInterval = TimeSpan.FromSeconds(1);

    /// <summary>Changed counts, and changed values of the overview. The events have the names of the channels.</summary>
    private static readonly string[] s_pageChannels = [StatusCounts.CountedChannel, LogStream.OverviewChannel];

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet("/live", (HttpContext context, StreamRoutes self) => self.StreamChanges(context))
            .RequirePermission("tenant.read")
            .WithMetadata(new EndlessResponse());
        routes
            .MapGet("/api/v1/stream", (HttpContext context, StreamRoutes self) => self.Read(context))
            .WithSummary("Stream log entries as server-sent events: `line` with an entry, `resync` if more than 500 were missed. Send Last-Event-ID to resume.")
            .WithQueryParameter("after", "Position after which to start. 0 starts at the beginning; without it, the stream starts now.", QueryType.Integer(0))
            .Produces<LogLineView>(StatusCodes.Status200OK, "text/event-stream")
            .RequirePermission("log.read")
            .WithMetadata(new EndlessResponse());
    }

    public void Dispose() => _open.Dispose();

    /// <summary>Streams change notifications to pages: they say only that something has changed or was counted, and the page fetches the rest.</summary>
    private async Task<IResult> StreamChanges(HttpContext context)
    {
        context.Request.RequireKnown("after");
        var writer = new ServerSentEventWriter(context);
        await Follow(
            context,
            PageLifetime,
            s_pageChannels,
            writer,
            async (batch, stop) =>
            {
                if (batch.Lines.Count > 0 || batch.IsResync)
                    await writer.WriteEvent(batch.IsResync ? "resync" : "changed", batch.Pos, "{}", stop);
                foreach (var channel in batch.Notified)
                    await writer.WriteEvent(channel, batch.Pos, "{}", stop);
                await Task.Delay(MinInterval, stop);
            }
        );
        return Results.Empty;
    }

    private Task<IResult> Read(HttpContext context)
    {
        context.Request.RequireKnown("after");
        return Send(
            context,
            limitedBy: null,
            (batch, _) =>
                Task.FromResult<IReadOnlyList<StreamEvent>>([
                    .. batch.Lines.Select(line => new StreamEvent("line", line.Pos, Json.Text(LogLineView.Of(line, batch.Names)))),
                ])
        );
    }

    public async Task<IResult> Send(HttpContext context, string? limitedBy, Func<StreamBatch, CancellationToken, Task<IReadOnlyList<StreamEvent>>> select)
    {
        var writer = new ServerSentEventWriter(context);
        await Follow(
            context,
            KeyLifetime,
            [],
            writer,
            async (batch, stop) =>
            {
                if (batch.IsResync)
                    await writer.WriteEvent("resync", batch.Pos, "{}", stop);
                var events = await select(batch, stop);
                foreach (var one in events)
                    await writer.WriteEvent(one.Name, one.Pos, one.Data, stop);
                if (events.Count == 0 && !batch.IsResync)
                    await writer.WritePosition(batch.Pos, stop); // otherwise a client would resume far behind
            },
            limitedBy
        );
        return Results.Empty;
    }

    private async Task Follow(
        HttpContext context,
        TimeSpan lasts,
        IReadOnlyList<string> channels,
        ServerSentEventWriter writer,
        Func<StreamBatch, CancellationToken, Task> say,
        string? limitedBy = null
    )
    {
        var caller = Caller.Of(context)!;
        var after = After(context.Request);
        using var place = _open.AttemptAcquire($"{caller.Id} {limitedBy}");
        if (!place.IsAcquired)
        {
            context.Response.Headers.RetryAfter = "60";
            throw new Problem(429, "too_many_streams", $"You already have {MaxStreams} open streams. Close one, or read all events from one stream.");
        }
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, life.ApplicationStopping);
        end.CancelAfter(caller.Segment is null ? lasts : SegmentLifetime);
        try
        {
            var from = after ?? await stream.Head(end.Token); // determined before the response starts, so the client misses nothing from then on
            await writer.Start(end.Token);
            var access = new AccessMonitor(context);
            await foreach (var batch in stream.Follow(caller, from, options.StreamHeartbeat, channels, end.Token))
            {
                var hasNews = batch.Lines.Count > 0 || batch.IsResync || batch.Notified.Count > 0;
                var maxAge = hasNews && AccessMonitor.MaxCheckAge < options.StreamHeartbeat ? AccessMonitor.MaxCheckAge : options.StreamHeartbeat;
                if (!await access.IsStillAllowed(maxAge, end.Token))
                    return;
                if (hasNews)
                    await say(batch, end.Token);
                else
                    await writer.WriteHeartbeat(end.Token);
            }
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The stream has reached its time limit or the client has disconnected. Clients reconnect.
        }
    }

    private static long? After(HttpRequest request)
    {
        var text = request.Headers["Last-Event-ID"].ToString() is { Length: > 0 } header ? header : request.Text("after");
        return text is null ? null
            : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var pos) ? pos
            : throw Problem.Invalid("after", "must be a log position from the stream.");
    }
}
