using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;

namespace OwnerConsole.Plans.Entitlements.Reservations;

/// <summary>Closes expired reservations. No request waits for it, because a claim that would be refused closes them itself first.</summary>
public sealed class ReservationUpkeep(Database database) : IWorkHandler
{
    private const int BatchSize = 100;

    public string Name => "reservations.upkeep";

    public string Title => "Close expired reservations";

    public TimeSpan? Interval => TimeSpan.FromMinutes(5);

    public async Task<WorkOutcome> Execute(WorkItem item, CancellationToken stop)
    {
        IReadOnlyList<FeatureUsage> over;
        await using (var reading = await database.Read(stop))
            over = await FeatureUsages.FindWithExpiredReservations(BatchSize, reading);
        foreach (var usage in over) // One transaction per row, so that no busy row is locked for long.
        {
            await using var work = await database.Write(WriteOrigin.Intake("reservations.upkeep"), [usage.TenantId], stop);
            if (await FeatureUsage.Lock(usage.TenantId, usage.Feature, usage.PeriodStart, work) is { } taken)
                await taken.CloseExpired(work);
            await work.Commit();
        }
        return over.Count == BatchSize ? WorkOutcome.Reschedule(TimeSpan.Zero) : WorkOutcome.Completed;
    }
}
