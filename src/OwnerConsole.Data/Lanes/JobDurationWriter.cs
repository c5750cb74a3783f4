using Microsoft.Extensions.Logging;

namespace OwnerConsole.Data.Lanes;

/// <summary>Adds the durations of jobs to those of the hour each minute.</summary>
/// <remarks>Durations that are not yet written are lost when the process ends.</remarks>
public sealed class JobDurationWriter(Database database, JobDurations durations, ILogger<JobDurationWriter> log)
    : CountWriter<int>(database, durations, TimeSpan.FromMinutes(1))
{
    protected override async Task Write(IReadOnlyDictionary<int, long> counted, Database database, CancellationToken stop)
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

    protected override void ReportFailure(Exception error) => log.LogWarning(error, "The durations of jobs could not be written yet.");
}
