using System.Net;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace OwnerConsole.Client;

/// <summary>Counts usage that was allowed while the console was unreachable, once it is back. With a spool, the next process counts what a stopped one leaves; otherwise it is lost.</summary>
internal sealed partial class PendingUsageSender(OwnerConsoleOptions options, ConsoleHttpClient wire, TimeProvider clock, ILogger<PendingUsageSender> log)
    : BackgroundService
{
    private const int MaxPending = 10_000;
    private readonly Channel<PendingUsage> _waiting = Channel.CreateBounded<PendingUsage>(MaxPending);
    private readonly PendingUsageStore? _store = options.Spool is { } spool ? new(spool) : null;

    /// <param name="key">Idempotency key of the original request, so that usage that did reach the console is counted once.</param>
    public void Add(object body, string key)
    {
        var use = new PendingUsage(ConsoleJson.Node(body), key, clock.GetUtcNow());
        try
        {
            use = _store?.Add(use) ?? use;
        }
        catch (Exception refused) when (AtomicFile.IsDiskError(refused))
        {
            Unkept(refused);
        }
        if (!_waiting.Writer.TryWrite(use) && use.File is null) // usage in a file is counted after the next start
            Uncounted("the queue is full");
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        while (_waiting.Reader.TryRead(out var left))
            if (left.File is null)
                Uncounted("the application stopped before the console was reachable");
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        foreach (var left in _store?.Pending ?? [])
            await Count(left, stoppingToken);
        while (await _waiting.Reader.WaitToReadAsync(stoppingToken))
        while (_waiting.Reader.TryPeek(out var use))
        {
            await Count(use, stoppingToken);
            _waiting.Reader.TryRead(out _); // the item that was peeked; there is only one reader
        }
    }

    private async Task Count(PendingUsage use, CancellationToken stop)
    {
        for (var failures = 0; ; failures++)
        {
            var reply = await Send(use, stop);
            if (reply.IsTransient)
            {
                await Task.Delay(Backoff.After(failures, reply.RetryAfter), clock, stop);
                continue;
            }
            if (!reply.IsSuccess)
                Uncounted(reply.Status is HttpStatusCode.PaymentRequired ? "it exceeds the limit" : $"the console responded with {reply.Status}");
            PendingUsageStore.Forget(use);
            return;
        }
    }

    /// <summary>Sends the time of the usage, so that the console counts it in any case. Older consoles reject the unknown field, and all reject times of a clock that is ahead: both are retried without it.</summary>
    private async Task<ConsoleResponse> Send(PendingUsage use, CancellationToken stop)
    {
        var dated = use.Body.DeepClone();
        dated["at"] = use.At;
        var reply = await wire.TrySend(HttpMethod.Post, Limits.Use, ConsoleHttpClient.Json(dated), stop, key: use.Key);
        return reply.Status is HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity
            ? await wire.TrySend(HttpMethod.Post, Limits.Use, ConsoleHttpClient.Json(use.Body), stop, key: use.Key)
            : reply;
    }

    [LoggerMessage(LogLevel.Warning, "Usage during an outage of the console was not counted: {Why}.")]
    private partial void Uncounted(string why);

    [LoggerMessage(
        LogLevel.Warning,
        "Usage during an outage of the console could not be stored on disk. It is lost if the application stops before the console is reachable."
    )]
    private partial void Unkept(Exception refused);
}
