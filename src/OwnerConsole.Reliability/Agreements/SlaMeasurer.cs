using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Reliability.Agreements;

/// <summary>
/// Measures the periods of SLAs that are not closed, and closes those that ended a day ago. Everything is calculated again, so a repeated run changes nothing.
/// </summary>
public sealed class SlaMeasurer(Database database, SlaImpacts impacts, SlaResults results, TimeProvider clock) : IWorkHandler
{
    public const string Kind = "agreements.measure";

    /// <summary>Changes of SLAs make it due earlier.</summary>
    public const string Lane = $"every:{Kind}";

    public string Name => Kind;

    public string Title => "Measure SLAs";

    public TimeSpan? Interval => TimeSpan.FromMinutes(5);

    public async Task<WorkOutcome> Execute(WorkItem item, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        IReadOnlyList<Sla> slas;
        Zone zone;
        await using (var reading = await database.Read(stop))
        {
            slas = await Sla.List(reading);
            zone = Zone.FirstKnown(await reading.One<string>("select r.zone from core.reporting r"));
        }
        if (slas.Count == 0)
            return WorkOutcome.Completed;
        await impacts.Update(stop);
        await CountDays(slas, zone, now, stop);
        foreach (var sla in slas)
            await results.Measure(sla, zone, now, stop);
        return WorkOutcome.Completed;
    }

    private async Task CountDays(IReadOnlyList<Sla> slas, Zone zone, DateTimeOffset now, CancellationToken stop)
    {
        var indicators = slas.Select(sla => sla.Indicator).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        if (indicators.Count == 0)
            return;
        await using var work = await database.Write(WriteOrigin.Intake(Kind), [IdGenerator.Platform], stop);
        await SlaDays.Count(indicators, zone, now, work);
        await work.Commit();
    }
}
