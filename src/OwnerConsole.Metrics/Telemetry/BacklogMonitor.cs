using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OwnerConsole.Data;
using OwnerConsole.Data.Telemetry;
using OwnerConsole.Metrics.Ingest;

namespace OwnerConsole.Metrics.Telemetry;

/// <summary>Measures the backlogs of background work. It runs only if metrics are exported.</summary>
public sealed class BacklogMonitor(Database database, ILogger<BacklogMonitor> log) : BackgroundService
{
    private const int MaxCounted = 10_000;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    protected override Task ExecuteAsync(CancellationToken stop) =>
        Loop.RunForever(
            async () =>
            {
                await Measure(stop);
                await Task.Delay(Interval, stop);
            },
            Interval,
            error => log.LogWarning(error, "The backlogs can't be measured; retrying."),
            stop
        );

    private async Task Measure(CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        var backlog = (
            await work.One<Backlog>(
                $"""
                select (select count(*) from (select from work.items where due <= now() limit @MaxCounted) i) as due,
                       (select coalesce(extract(epoch from now() - min(due)), 0)::float8 from work.lanes where due <= now()) as oldest,
                       (select count(*) from (select from work.failed_items where closed_by is null limit @MaxCounted) d) as dead,
                       greatest(coalesce(extract(epoch from now() - ({IntakeCounts.FirstUnfolded})), 0), 0)::float8 as lag,
                       coalesce((select max(pos) from core.log_order), 0) - coalesce((select min(pos) from core.cursors), 0) as unread
                """,
                new { MaxCounted }
            )
        )!; // always one row
        ConsoleMeter.DueItems.Record(backlog.Due);
        ConsoleMeter.OldestDue.Record(backlog.Oldest);
        ConsoleMeter.DeadItems.Record(backlog.Dead);
        ConsoleMeter.ProjectorLag.Record(backlog.Lag);
        ConsoleMeter.UnreadLines.Record(backlog.Unread);
    }

    private sealed record Backlog(long Due, double Oldest, long Dead, double Lag, long Unread);
}
