using System.Globalization;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Metrics.Catalogue;
using OwnerConsole.Pure.Amounts;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Revenue.Movements;

/// <summary>Current MRR in groups, the largest first.</summary>
public sealed record MrrBreakdown(MrrGrouping By, IReadOnlyList<MrrGroup> Groups)
{
    private const string MrrMetric = "mrr.estimated";

    private const int MaxGroups = 50;

    /// <summary>Groups current MRR by plan, country, billing interval or currency.</summary>
    /// <param name="plans">Names of plans.</param>
    public static async Task<MrrBreakdown> Find(
        MrrGrouping by,
        Mode mode,
        Caller caller,
        MetricExecutor executor,
        PlanNames plans,
        UnitOfWork work,
        CancellationToken stop
    ) =>
        new(
            by,
            by switch
            {
                MrrGrouping.Interval => await ByInterval(mode, work),
                MrrGrouping.Currency => await ByCurrency(mode, work),
                MrrGrouping.Country => await ByDimension("country", new Dictionary<string, string>(), "Unknown", caller, executor, work, stop),
                _ => await ByDimension("plan", await plans(work), "No plan", caller, executor, work, stop),
            }
        );

    private static async Task<IReadOnlyList<MrrGroup>> ByDimension(
        string dimension,
        IReadOnlyDictionary<string, string> names,
        string unknown,
        Caller caller,
        MetricExecutor executor,
        UnitOfWork work,
        CancellationToken stop
    )
    {
        var query = new MetricQuery([MrrMetric], new(This: CalendarUnit.Day), Dimensions: [dimension], Order: "-value", Limit: MaxGroups);
        var mrr = (await executor.Execute(query, caller, work, stop)).Metrics[0];
        return
        [
            .. mrr
                .Groups.Where(group => group.Total?.Value > 0)
                .Select(group => new MrrGroup(
                    group.Key[dimension] is { } key ? names.GetValueOrDefault(key, key) : unknown,
                    new((long)group.Total!.Value!.Value, mrr.Currency!) // both are set, see the filter and the unit
                )),
        ];
    }

    /// <remarks>Only subscriptions have an interval, so the MRR of tenants without one is a separate group.</remarks>
    private static async Task<IReadOnlyList<MrrGroup>> ByInterval(Mode mode, UnitOfWork work)
    {
        var rows = await work.List<IntervalRow>(
            """
            with reported as (
              select s.interval, s.intervals, sum(s.mrr_minor * case when s.currency = r.currency then 1 else c.factor end) as minor
                from billing.subscriptions s
               cross join core.reporting r
                left join movements.currencies c on c.tenant_id = s.tenant_id and c.currency = s.currency
               where s.mode = @mode and s.tenant_id <> 'tnt_platform' and s.mrr_minor > 0 and (s.currency = r.currency or c.factor is not null)
               group by 1, 2)
            select interval, intervals, minor, c.currency
              from (table reported
                    union all
                    select null, null, coalesce(sum(b.delta_minor), 0) - (select coalesce(sum(minor), 0) from reported)
                      from movements.balances b
                     where b.mode = @mode and b.currency = (select currency from core.reporting)) x
             cross join core.reporting c
             where minor >= 1
             order by interval is null, minor desc
            """,
            new { mode }
        );
        return [.. rows.Select(row => new MrrGroup(IntervalName(row), new(Mrr.RoundForDisplay(row.Minor), row.Currency)))];
    }

    private static async Task<IReadOnlyList<MrrGroup>> ByCurrency(Mode mode, UnitOfWork work)
    {
        var rows = await work.List<CurrencyRow>(
            """
            select x.currency, sum(x.minor) as minor
              from (select c.currency, c.native_minor as minor from movements.currencies c where c.mode = @mode
                    union all
                    select b.currency, b.delta_minor from movements.balances b
                     where b.mode = @mode and b.currency = (select currency from core.reporting)
                       and not exists (select from movements.currencies c where c.tenant_id = b.tenant_id)) x
             group by x.currency
            having sum(x.minor) >= 1
             order by x.currency <> (select currency from core.reporting), minor desc
            """,
            new { mode }
        );
        return [.. rows.Select(row => new MrrGroup(row.Currency, new(Mrr.RoundForDisplay(row.Minor), row.Currency)))];
    }

    private static string IntervalName(IntervalRow row) =>
        row switch
        {
            { Interval: null } => "Estimated from plan prices",
            { Intervals: null or 1, Interval: "day" } => "Daily",
            { Intervals: null or 1, Interval: "week" } => "Weekly",
            { Intervals: null or 1, Interval: "month" } => "Monthly",
            { Intervals: null or 1, Interval: "year" } => "Yearly",
            _ => string.Create(CultureInfo.InvariantCulture, $"Every {row.Intervals} {row.Interval}s"),
        };

    private sealed record IntervalRow(string? Interval, int? Intervals, decimal Minor, string Currency);

    private sealed record CurrencyRow(string Currency, decimal Minor);
}

/// <summary>What current MRR is grouped by.</summary>
public enum MrrGrouping
{
    Plan,
    Interval,
    Currency,
    Country,
}

/// <summary>MRR of one group. Groups by currency are in their own currency.</summary>
public sealed record MrrGroup(string Name, Money Amount);
