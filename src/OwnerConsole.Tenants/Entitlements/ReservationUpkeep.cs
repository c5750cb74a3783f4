using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Lanes;

namespace OwnerConsole.Tenants.Entitlements;

/// <summary>Closes holds whose time is over. Nobody waits for it: who is refused looks for them first.</summary>
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
        foreach (var usage in over) // each for itself, so that no busy row waits for others
        {
            await using var work = await database.Write(Door.Intake("reservations.upkeep"), [usage.TenantId], stop);
            if (await Usage.Take(usage.TenantId, usage.Feature, usage.PeriodStart, work) is { } taken)
                await taken.Expire(work);
            await work.Commit();
        }
        return over.Count == AtOnce ? WorkOutcome.Again(TimeSpan.Zero) : WorkOutcome.Over;
    }
}
