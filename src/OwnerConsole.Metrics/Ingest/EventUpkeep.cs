using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;

namespace OwnerConsole.Metrics.Ingest;

/// <summary>Creates partitions for the coming days, and deletes expired events and dead letters.</summary>
public sealed class EventUpkeep(Database database) : IWorkHandler
{
    public string Name => "events.upkeep";

    public string Title => "Delete expired events";

    /// <summary>
    /// Whether some events may be stored only under the keys of the previous release: until its generations expire, and while history imported by it
    /// is kept.
    /// </summary>
    internal bool KnowsKeys { get; private set; }

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
        KnowsKeys = await work.One<bool>(
            """
            select exists (select from core.event_generations
                            where keyed_until is not null and (generation > 0 or keyed_until > now() or pg_relation_size('core.event_keys_0') > 0))
            """
        );
        await work.Commit();
    }

    public async Task<WorkOutcome> Execute(WorkItem item, CancellationToken stop)
    {
        await using var work = await database.Write(WriteOrigin.Intake("events.upkeep"), [IdGenerator.Platform], stop);
        await work.Execute("select core.create_event_partitions(keep => (select keep_events from core.reporting))");
        await work.Execute("delete from core.dead_letters where tenant_id = 'tnt_platform' and received_at < now() - interval '30 days'");
        await work.Execute("delete from core.intake_counts where hour < now() - interval '400 days'");
        await work.Commit();
        return WorkOutcome.Completed;
    }
}
