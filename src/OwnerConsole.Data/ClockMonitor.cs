using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace OwnerConsole.Data;

/// <summary>
/// Compares this machine's clock with the database's, which is used for all timestamps. A difference misleads people and webhook receivers.
/// </summary>
public sealed class ClockMonitor(Database database, TimeProvider clock, ILogger<ClockMonitor> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(2);
    private long _drift; // In ticks.

    /// <summary>How far this machine's clock is ahead of the database's; null while they agree within two seconds.</summary>
    public TimeSpan? Drift => new TimeSpan(Interlocked.Read(ref _drift)) is var ahead && ahead.Duration() > Tolerance ? ahead : null;

    public async Task Measure(CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        var before = clock.GetUtcNow();
        var theirs = await work.One<DateTimeOffset>("select clock_timestamp()");
        var ours = before + ((clock.GetUtcNow() - before) / 2); // Assumes equal travel time for request and response.
        var agreed = Drift is null;
        Interlocked.Exchange(ref _drift, (ours - theirs).Ticks);
        if (agreed && Drift is { } ahead)
            log.LogWarning("This machine's clock differs from the database's by {Seconds:0} s. Synchronize both with NTP.", ahead.TotalSeconds);
    }

    protected override Task ExecuteAsync(CancellationToken stop) =>
        Loop.RunForever(
            async () =>
            {
                await Measure(stop);
                await Task.Delay(Interval, stop);
            },
            Interval,
            error => log.LogWarning(error, "The database's clock can't be read; retrying."),
            stop
        );
}
