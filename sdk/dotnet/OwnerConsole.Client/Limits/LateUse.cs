using System.Net;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace OwnerConsole.Client;

/// <summary>Counts what was granted while the console was away, as soon as it is back. Where there is a spool, what a process leaves is counted by the next one; otherwise it is lost.</summary>
internal sealed partial class LateUse(OwnerConsoleOptions options, ConsoleWire wire, TimeProvider clock, ILogger<LateUse> log) : BackgroundService
{
    private const int Most = 10_000;
    private readonly Channel<Use> _waiting = Channel.CreateBounded<Use>(Most);
    private readonly KeptUses? _kept = options.Spool is { } spool ? new(spool) : null;

    /// <param name="key">that it was asked under: what reached the console all the same is counted once</param>
    public void Add(object body, string key)
    {
        var use = new Use(ConsoleJson.Node(body), key, clock.GetUtcNow());
        try
        {
            use = _kept?.Add(use) ?? use;
        }
        catch (Exception refused) when (KeptFile.IsOfTheDisk(refused))
        {
            Unkept(refused);
        }
        if (!_waiting.Writer.TryWrite(use) && use.File is null) // what lies in a file is counted after the next start
            Uncounted("more waited than are kept");
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        while (_waiting.Reader.TryRead(out var left))
            if (left.File is null)
                Uncounted("the application stopped before the console was back");
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        foreach (var left in _kept?.Left ?? [])
            await Count(left, stoppingToken);
        while (await _waiting.Reader.WaitToReadAsync(stoppingToken))
        while (_waiting.Reader.TryPeek(out var use))
        {
            await Count(use, stoppingToken);
            _waiting.Reader.TryRead(out _); // the one that was looked at: nobody else reads
        }
    }

    private async Task Count(Use use, CancellationToken stop)
    {
        for (var failures = 0; ; failures++)
        {
            var reply = await Send(use, stop);
            if (reply.IsPassing)
            {
                await Task.Delay(Backoff.After(failures, reply.RetryAfter), clock, stop);
                continue;
            }
            if (!reply.IsGood)
                Uncounted(reply.Status is HttpStatusCode.PaymentRequired ? "it doesn't fit any more" : $"the console answers {reply.Status}");
            KeptUses.Forget(use);
            return;
        }
    }

    /// <summary>Says when it happened: the console counts it then, in any case. One of an earlier version refuses what it doesn't know, and any the time of a clock that is ahead: both are asked without it.</summary>
    private async Task<Reply> Send(Use use, CancellationToken stop)
    {
        var dated = use.Body.DeepClone();
        dated["at"] = use.At;
        var reply = await wire.Try(HttpMethod.Post, Limits.Use, ConsoleWire.Json(dated), stop, key: use.Key);
        return reply.Status is HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity
            ? await wire.Try(HttpMethod.Post, Limits.Use, ConsoleWire.Json(use.Body), stop, key: use.Key)
            : reply;
    }

    [LoggerMessage(LogLevel.Warning, "What was used while the console was away is not counted: {Why}.")]
    private partial void Uncounted(string why);

    [LoggerMessage(
        LogLevel.Warning,
        "What was used while the console is away could not be kept on the disk: it is lost if the application ends before it is back."
    )]
    private partial void Unkept(Exception refused);
}
