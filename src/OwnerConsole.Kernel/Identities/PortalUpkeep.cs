using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Lanes;

namespace OwnerConsole.Kernel.Identities;

/// <summary>Deletes portal sessions one day after they ended.</summary>
public sealed class PortalUpkeep(Database database) : IWorkKind
{
    /// <summary>Tenants per transaction.</summary>
    private const int AtOnce = 100;

    private const string Over = "coalesce(ends_at, link_until) < now() - interval '1 day'";

    public string Name => "portal.upkeep";

    public TimeSpan? Every => TimeSpan.FromHours(1);

    public async Task<WorkOutcome> Carry(WorkItem item, CancellationToken stop)
    {
        IReadOnlyList<string> tenants;
        await using (var reading = await database.Read(stop))
            tenants = await reading.List<string>(
                $"select distinct tenant_id from core.portal_sessions where {Over} order by tenant_id limit @AtOnce",
                new { AtOnce }
            );
        if (tenants.Count == 0)
            return WorkOutcome.Over;
        await using var work = await database.Write(Door.Intake("portal.upkeep"), tenants, stop);
        await work.Do($"delete from core.portal_sessions where tenant_id = any(@tenants) and {Over}", new { tenants });
        await work.Commit();
        return tenants.Count == AtOnce ? WorkOutcome.Again(TimeSpan.Zero) : WorkOutcome.Over;
    }
}
