using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace OwnerConsole.Data.Lanes;

/// <summary>Adds the durations of jobs to those of the hour each minute, because a write for each job would cost more than most jobs.</summary>
/// <remarks>Durations that are not yet written are lost when the process ends.</remarks>
public sealed class JobDurationWriter(Database database, JobDurations durations, ILogger<JobDurationWriter> log) : BackgroundService
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMinutes(1);

    /// <summary>Writes what was counted since the last time.</summary>
    public async Task Flush(CancellationToken stop)
    {
        if (database.DiskSpaceGuard.IsFull)
            return;
        var counted = durations.Take();
        if (counted.Count == 0)
            return;
        try
        {
            await using var work = await database.Write(WriteOrigin.Intake("work.durations"), [], stop);
            await work.Execute(
                """
                insert into work.durations as d (slot, bin, hour_at, jobs)
                select extract(hour from h.hour_at at time zone 'UTC')::int, n.bin, h.hour_at, n.jobs
                  from unnest(@bins, @jobs) n(bin, jobs) cross join (select date_bin('1 hour', now(), 'epoch') as hour_at) h
                 order by n.bin
                on conflict (slot, bin) do update
                   set jobs = case when d.hour_at = excluded.hour_at then d.jobs else 0 end + excluded.jobs, hour_at = excluded.hour_at
                """,
                new { bins = counted.Keys.ToArray(), jobs = counted.Values.ToArray() }
            );
            await work.Commit();
        }
        catch // It is written with the next turn.
        {
            foreach (var (bin, jobs) in counted)
                durations.Add(bin, jobs);
            throw;
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Loop.RunForever(
            async () =>
            {
                await Task.Delay(s_interval, stoppingToken);
                await Flush(stoppingToken);
            },
            s_interval,
            error => log.LogWarning(error, "The durations of jobs could not be written yet."),
            stoppingToken
        );
}
