using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;

namespace OwnerConsole.Identity;

/// <summary>Deletes portal sessions one day after they ended.</summary>
public sealed class PortalUpkeep(Database database) : IWorkHandler
{
    /// <summary>Tenants per transaction.</summary>
    private const int BatchSize = 100;

    private const string HasEnded = "coalesce(ends_at, link_until) < now() - interval '1 day'";

    public string Name => "portal.upkeep";

    public string Title => "Delete ended portal sessions";

    public TimeSpan? Interval => TimeSpan.FromHours(1);

    public async Task<WorkOutcome> Execute(WorkItem item, CancellationToken stop)
    {
        IReadOnlyList<string> tenants;
        await using (var reading = await database.Read(stop))
            tenants = await reading.List<string>(
                $"select distinct tenant_id from core.portal_sessions where {HasEnded} order by tenant_id limit @AtOnce",
                new { AtOnce = BatchSize }
            );
        if (tenants.Count == 0)
            return WorkOutcome.Completed;
        await using var work = await database.Write(WriteOrigin.Intake("portal.upkeep"), tenants, stop);
        await work.Execute($"delete from core.portal_sessions where tenant_id = any(@tenants) and {HasEnded}", new { tenants });
        await work.Commit();
        return tenants.Count == BatchSize ? WorkOutcome.Reschedule(TimeSpan.Zero) : WorkOutcome.Completed;
    }
}
