using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Lanes;

namespace OwnerConsole.Tenants.Entitlements;

/// <summary>Closes expired reservations. No request waits for it, because a claim that would be refused closes them itself first.</summary>
public sealed class ReservationUpkeep(Database database) : IWorkKind
{
    private const int AtOnce = 100;

    public string Name => "reservations.upkeep";

    public TimeSpan? Every => TimeSpan.FromMinutes(5);

    public async Task<WorkOutcome> Carry(WorkItem item, CancellationToken stop)
    {
        IReadOnlyList<Usage> over;
        await using (var reading = await database.Read(stop))
            over = await Usages.Over(AtOnce, reading);
        foreach (var usage in over) // One transaction per row, so that no busy row is locked for long.
        {
            await using var work = await database.Write(Door.Intake("reservations.upkeep"), [usage.TenantId], stop);
            if (await Usage.Take(usage.TenantId, usage.Feature, usage.PeriodStart, work) is { } taken)
                await taken.Expire(work);
            await work.Commit();
        }
        return over.Count == AtOnce ? WorkOutcome.Again(TimeSpan.Zero) : WorkOutcome.Over;
    }
}
