using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Retention;

namespace OwnerConsole.Metrics.Ingest;

/// <summary>Creates partitions for the coming days, and deletes expired events.</summary>
public sealed class EventUpkeep(Database database) : IWorkHandler
{
    public string Name => "events.upkeep";

    public string Title => "Delete expired events";

    public TimeSpan? Interval => TimeSpan.FromHours(1);

    /// <summary>
    /// Runs before the first event: events need a partition for today, and transaction ids start over in another cluster, such as after restoring a
    /// dump.
    /// </summary>
    public async Task Prepare(CancellationToken stop)
    {
        await using var work = await database.Write(WriteOrigin.Intake("events.upkeep"), [], stop);
        await work.Execute("select core.adopt_events_of_another_cluster()");
        await work.Execute("select core.create_event_partitions()");
        await work.Commit();
    }

    public async Task<WorkOutcome> Execute(WorkItem item, CancellationToken stop)
    {
        await using var work = await database.Write(WriteOrigin.Intake("events.upkeep"), [IdGenerator.Platform], stop);
        await LegalHolds.Share(work);
        // A day of events belongs to many tenants and is dropped as a whole, so no day is dropped while a hold is in force.
        await work.Execute(
            await LegalHolds.AreInForce(work)
                ? "select core.create_event_partitions()"
                : "select core.create_event_partitions(keep => (select keep_events from core.reporting))"
        );
        await work.Execute("delete from core.intake_counts where hour < now() - interval '400 days'");
        await work.Commit();
        return WorkOutcome.Completed;
    }
}
