using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace OwnerConsole.Client;

/// <summary>Sends the events in the outbox and retries until the console has accepted them. Sends the remaining events when the application stops.</summary>
internal sealed partial class EventSender(IOutbox outbox, ConsoleHttpClient wire, OwnerConsoleHandlers handlers, TimeProvider clock, ILogger<EventSender> log)
    : IHostedService,
        IDisposable
{
    public const string Path = "/api/v1/events";
    private readonly CancellationTokenSource _abandoned = new();
    private Task _sending = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _sending = Task.Run(Send, CancellationToken.None);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        outbox.Close();
        await _sending.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _abandoned.CancelAsync();
        await _sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await outbox.Release().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (outbox.UnpersistedCount > 0)
            Lost(outbox.UnpersistedCount);
    }

    public void Dispose() => _abandoned.Dispose();

    private async Task Send()
    {
        while (await outbox.Next(_abandoned.Token) is { } batch)
        {
            await Deliver(batch.Events);
            outbox.Forget(batch);
        }
    }

    private async Task Deliver(IReadOnlyList<byte[]> events)
    {
        if (events.Count == 0)
            return;
        for (var failures = 0; ; failures++)
        {
            var reply = await wire.TrySend(HttpMethod.Post, Path, CloudEvents.Batch(events), _abandoned.Token);
            if (reply.IsSuccess)
            {
                foreach (var (index, reason, detail) in JsonSerializer.Deserialize<EventResult>(reply.Body, ConsoleJson.Options)!.Rejected)
                    Reject(events[index], reason, detail);
                return;
            }
            // an invalid key is fixed by people; until then no event may be lost
            if (!reply.IsTransient && reply.Status is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.NotFound))
            {
                await Part(events, reply);
                return;
            }
            if (failures is 0 or 10)
                Waits(events.Count, reply.Status);
            await Task.Delay(Backoff.After(failures, reply.RetryAfter), clock, _abandoned.Token);
        }
    }

    /// <summary>Splits a rejected request in halves to find the event that caused the rejection.</summary>
    private async Task Part(IReadOnlyList<byte[]> events, ConsoleResponse reply)
    {
        if (events.Count > 1)
        {
            await Deliver([.. events.Take(events.Count / 2)]);
            await Deliver([.. events.Skip(events.Count / 2)]);
            return;
        }
        var refused = RefusedException.Of(reply.Status!.Value, reply.Body); // a reply that is not transient has a status
        Reject(events[0], refused.Code, refused.Detail);
    }

    private void Reject(byte[] line, string reason, string detail)
    {
        var rejected = new RejectedEvent(JsonSerializer.Deserialize<JsonElement>(line), reason, detail);
        Rejected(rejected.Event.GetProperty("type").GetString(), reason, detail);
        foreach (var handle in handlers.Rejected)
            handle(rejected);
    }

    [LoggerMessage(LogLevel.Warning, "Event {Type} was rejected: {Reason}. {Detail}")]
    private partial void Rejected(string? type, string reason, string detail);

    [LoggerMessage(LogLevel.Warning, "{Count} events are waiting: the console responded with {Status}.")]
    private partial void Waits(int count, HttpStatusCode? status);

    [LoggerMessage(LogLevel.Error, "{Count} events were lost because the application stopped before they were sent. Configure a spool to keep them.")]
    private partial void Lost(int count);
}
