using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using OwnerConsole.Data;

namespace OwnerConsole.Metrics.Ingest;

/// <summary>Projects new events into the read models shortly after they arrive. One node at a time, which holds a lock.</summary>
public sealed class EventProjector(
    Database database,
    NotificationListener notices,
    EventProjection folder,
    SessionBuckets buckets,
    SessionTimeouts limits,
    EventReprojection recounting,
    MeterCounters counters,
    SparklineCache lines,
    ILogger<EventProjector> log
) : BackgroundService
{
    public const string WakeChannel = "events_written";

    private const long Lock = 7_306_085_571_211_047_938; // Arbitrary lock id, unique to the console.
    private static readonly TimeSpan s_batchDelay = TimeSpan.FromMilliseconds(200); // Fewer large batches cost less than many small ones.
    private static readonly TimeSpan s_pollInterval = TimeSpan.FromSeconds(1);

    protected override Task ExecuteAsync(CancellationToken stop) =>
        Loop.RunForever(() => ProjectPending(stop), TimeSpan.FromSeconds(1), error => log.LogWarning(error, "Events are not being processed; retrying."), stop);

    private async Task ProjectPending(CancellationToken stop)
    {
        await using var way = Connections.CreateUnpooled(database.Connections.Direct ?? database.Connections.Console, "folds");
        await using var held = await way.OpenConnectionAsync(stop);
        await AcquireLock(held, stop);
        while (true)
        {
            await Ping(held, stop);
            var wake = notices.Next(WakeChannel);
            // Runs all of them, in this order.
            if (
                await folder.ProjectNext(stop)
                | await limits.Close(stop)
                | await buckets.Count(stop)
                | await recounting.RunStep(stop)
                | await counters.Compact(stop)
                | await lines.Refresh(stop)
            )
                continue;
            await NotificationListener.Wait(wake, s_pollInterval, stop);
            await Task.Delay(s_batchDelay, stop);
        }
    }

    /// <summary>The lock lasts as long as its connection, so the connection is not shared.</summary>
    private static async Task AcquireLock(NpgsqlConnection connection, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand($"select pg_advisory_lock({Lock})", connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(stop);
    }

    private static async Task Ping(NpgsqlConnection held, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand("select 1", held);
        await command.ExecuteNonQueryAsync(stop);
    }
}
