using System.Net;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace OwnerConsole.Client;

/// <summary>Counts what was granted while the console was away, as soon as it is back: in memory, so a process that ends before loses it.</summary>
internal sealed partial class LateUse(ConsoleWire wire, TimeProvider clock, ILogger<LateUse> log) : BackgroundService
{
    private const int Most = 10_000;
    private readonly Channel<Use> _waiting = Channel.CreateBounded<Use>(Most);

    /// <param name="key">that it was asked under: what reached the console all the same is counted once</param>
    public void Add(string path, object body, string key)
    {
        if (!_waiting.Writer.TryWrite(new(path, body, key)))
            Uncounted("more waited than are kept");
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        while (_waiting.Reader.TryRead(out _))
            Uncounted("the application stopped before the console was back");
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await _waiting.Reader.WaitToReadAsync(stoppingToken))
            for (var failures = 0; _waiting.Reader.TryPeek(out var use); failures++)
            {
                var reply = await wire.Try(HttpMethod.Post, use.Path, ConsoleWire.Json(use.Body), stoppingToken, key: use.Key);
                if (reply.IsPassing)
                {
                    await Task.Delay(Backoff.After(failures, reply.RetryAfter), clock, stoppingToken);
                    continue;
                }
                failures = -1; // the next is asked for the first time
                _waiting.Reader.TryRead(out _); // the one that was looked at: nobody else reads
                if (!reply.IsGood)
                    Uncounted(reply.Status is HttpStatusCode.PaymentRequired ? "it doesn't fit any more" : $"the console answers {reply.Status}");
            }
    }

    [LoggerMessage(LogLevel.Warning, "What was used while the console was away is not counted: {Why}.")]
    private partial void Uncounted(string why);

    private sealed record Use(string Path, object Body, string Key);
}
