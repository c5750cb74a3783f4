using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Kernel.Metrics.Points;

/// <summary>Days that are over and whose numbers changed after all: points of theirs aren't believed until they are computed anew.</summary>
/// <param name="Last">the newest row that was seen; what comes later is the next reader's</param>
internal sealed record Dirt(IReadOnlyList<Dirt.Day> Days, long Last)
{
    /// <param name="Basis">of the metrics that changed; * for all of them</param>
    /// <param name="EverAfter">every day from this one on, too</param>
    internal sealed record Day(Population Population, string Basis, DateOnly Date, bool EverAfter);

    public static async Task<Dirt> Read(Work work)
    {
        // the newest row first: one that comes in between is read twice rather than never
        var last = await work.One<long>("select coalesce(max(dirt_id), 0) from core.point_dirt");
        var days = await work.List<Day>(
            """
            select population, basis, day as date, ever_after from core.point_dirt group by 1, 2, 3, 4
            union
            select population, 'events', day, false from core.days_touched
            """
        );
        return new(days, last);
    }

    public bool Touches(Metric metric, Population population, Bucket bucket) =>
        Days.Any(day =>
            day.Population == population
            && (day.Basis == "*" || day.Basis == metric.Basis.Name)
            && day.Date <= bucket.LastDay
            && (day.EverAfter || metric.Reaches is not { } reach || day.Date.AddDays(reach) >= bucket.FirstDay)
        );
}
