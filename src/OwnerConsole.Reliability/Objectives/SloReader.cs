using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Pure.Objectives;
using OwnerConsole.Reliability.Alerts.Public;
using OwnerConsole.Reliability.Probes.Public;

namespace OwnerConsole.Reliability.Objectives;

/// <summary>Reads SLOs with their error budgets from the numbers by day, and their burn rates from those by hour and by five minutes.</summary>
internal static class SloReader
{
    private const int MaxDays = 92;

    /// <returns>All SLOs by name.</returns>
    public static async Task<IReadOnlyList<SloView>> List(DateTimeOffset now, UnitOfWork work) => await View(await Slo.List(work), now, work);

    /// <returns>Null if there is no such SLO.</returns>
    public static async Task<SloDetails?> Find(string id, Caller caller, DateTimeOffset now, UnitOfWork work)
    {
        if (await Slo.List([id], work) is not [var slo])
            return null;
        IReadOnlyList<ObjectiveRule> rules = caller.CanRead(LinkedAlert.Permission) ? await ObjectiveRule.List(id, work) : [];
        var isRemoved = slo.ProbeId is { } probe && (await ProbeHealth.List(work)).All(known => known.Id != probe);
        return new((await View([slo], now, work))[0], await ListDays(slo, now, work), rules, isRemoved);
    }

    private static async Task<IReadOnlyList<SloView>> View(IReadOnlyList<Slo> slos, DateTimeOffset now, UnitOfWork work)
    {
        if (slos.Count == 0)
            return [];
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var counts = (
            await work.List<CountRow>(
                """
                select s.id, sum(t.events)::bigint as events, sum(t.bad)::bigint as bad
                  from unnest(@ids, @indicators, @firsts) s(id, indicator, first)
                  join objectives.totals t on t.tenant_id = 'tnt_platform' and t.indicator = s.indicator and t.grain = 'day' and t.bucket_at >= s.first
                 group by s.id
                """,
                new
                {
                    ids = slos.Select(slo => slo.Id).ToArray(),
                    indicators = slos.Select(slo => slo.Indicator).ToArray(),
                    firsts = slos.Select(slo => Start(slo.Period.Days(today).First)).ToArray(),
                }
            )
        ).ToDictionary(row => row.Id, row => new EventCount(row.Events, row.Bad), StringComparer.Ordinal);
        var indicators = slos.Select(slo => slo.Indicator).Distinct(StringComparer.Ordinal).ToList();
        var windows = await SloWindows.List(indicators, now, work);
        var starts = await SloWindows.ListStarts(indicators, work);
        return
        [
            .. slos.Select(slo =>
                SloView.Of(
                    slo,
                    counts.GetValueOrDefault(slo.Id),
                    starts.GetValueOrDefault(slo.Indicator),
                    windows[slo.Indicator].ToDictionary(row => row.Window, row => row.Count),
                    now
                )
            ),
        ];
    }

    private static async Task<IReadOnlyList<SloDay>> ListDays(Slo slo, DateTimeOffset now, UnitOfWork work)
    {
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var (start, oldest) = (slo.Period.Days(today).First, today.AddDays(1 - MaxDays));
        var first = start > oldest ? start : oldest;
        var since = slo.Period.Days(first).First;
        var known = await SloWindows.ListDays(slo.Indicator, Start(since), work);
        var history = (await SloWindows.ListStarts([slo.Indicator], work)).GetValueOrDefault(slo.Indicator);
        var sums = new List<EventCount> { default }; // the first n days
        for (var day = since; day <= today; day = day.AddDays(1))
        {
            var count = known.GetValueOrDefault(day);
            sums.Add(new(sums[^1].Events + count.Events, sums[^1].Bad + count.Bad));
        }
        return
        [
            .. Enumerable
                .Range(0, today.DayNumber - first.DayNumber + 1)
                .Select(nth => first.AddDays(nth))
                .Select(day => DayOf(day, known.GetValueOrDefault(day))),
        ];

        SloDay DayOf(DateOnly day, EventCount count)
        {
            var (before, until) = (sums[slo.Period.Days(day).First.DayNumber - since.DayNumber], sums[day.DayNumber - since.DayNumber + 1]);
            var end = day == today ? now : Start(day.AddDays(1)).AddTicks(-1);
            var budget = ErrorBudget.Of(new(until.Events - before.Events, until.Bad - before.Bad), slo.Target, slo.Period, history, end);
            return new(day, count.Events, count.Bad, budget.ConsumedPercent is { } consumed ? Math.Max(0, 100 - consumed) : null);
        }
    }

    private static DateTimeOffset Start(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);

    private sealed record CountRow(string Id, long Events, long Bad);
}
