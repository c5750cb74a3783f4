using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Loops;

namespace OwnerConsole.Kernel.Intakes;

/// <summary>Projects new events into the read models shortly after they arrive. One node at a time, which holds a lock.</summary>
public sealed class Folding(
    Database database,
    Notices notices,
    Folder folder,
    SessionBuckets buckets,
    SessionLimits limits,
    Recounting recounting,
    MeterCounters counters,
    LineKeeper lines,
    ILogger<Folding> log
) : BackgroundService
{
    public const string Wake = "events_written";

    private const long Lock = 7_306_085_571_211_047_938; // Arbitrary lock id, unique to the console.
    private static readonly TimeSpan s_calm = TimeSpan.FromMilliseconds(200); // Fewer large batches cost less than many small ones.
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(1);

    protected override Task ExecuteAsync(CancellationToken stop) =>
        Loop.Always(() => Fold(stop), TimeSpan.FromSeconds(1), error => log.LogWarning(error, "Events are not being processed; retrying."), stop);

    private async Task Fold(CancellationToken stop)
    {
        await using var way = Connections.Alone(database.Connections.Direct ?? database.Connections.Console, "folds");
        await using var held = await way.OpenConnectionAsync(stop);
        await Hold(held, stop);
        while (true)
        {
            await Ping(held, stop);
            var wake = notices.Next(Wake);
            // Runs all of them, in this order.
            if (
                await folder.Fold(stop)
                | await limits.Close(stop)
                | await buckets.Count(stop)
                | await recounting.Go(stop)
                | await counters.AddUp(stop)
                | await lines.Keep(stop)
            )
                continue;
            await Notices.Wait(wake, s_look, stop);
            await Task.Delay(s_calm, stop);
        }
    }

    /// <summary>The lock lasts as long as its connection, so the connection is not shared.</summary>
    private static async Task Hold(NpgsqlConnection connection, CancellationToken stop)
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
