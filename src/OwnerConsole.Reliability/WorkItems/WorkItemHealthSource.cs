using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Reliability.WorkItems;

/// <summary>The health of background jobs: failed jobs, and paused or late queues.</summary>
public sealed class WorkItemHealthSource(LaneList lanes, TimeProvider clock) : IHealthSource
{
    public string Permission => WorkItemRoutes.Permission;

    public int Order => 20;

    public async Task<IReadOnlyList<HealthCard>> Find(UnitOfWork work)
    {
        var counts = await lanes.Count(work);
        var summary =
            counts.Dead > 0 ? $"{Wording.Count(counts.Dead, "job")} failed after the last attempt."
            : counts.Resting > 0 ? $"{Wording.Count(counts.Resting, "queue is", "queues are")} paused after failures."
            : $"{Wording.Count(counts.Waiting, "job")} waiting, none failed.";
        return
        [
            new(
                "background_jobs",
                "Background jobs",
                counts.Dead > 0 || counts.Resting > 0 ? HealthState.Degraded : HealthState.Up,
                summary,
                WorkItemRoutes.Address
            )
            {
                Since = counts.Dead > 0 ? await FindFirstFailure(work) : null,
                CheckedAt = clock.GetUtcNow(),
                Durations = await StoredDurations.Read(clock.GetUtcNow(), work),
            },
        ];
    }

    private static Task<DateTimeOffset?> FindFirstFailure(UnitOfWork work) =>
        work.One<DateTimeOffset?>("select failed_at from work.failed_items where closed_by is null order by failed_at limit 1");
}
