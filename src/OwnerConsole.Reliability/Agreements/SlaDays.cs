using OwnerConsole.Data;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Reliability.Agreements;

/// <summary>Sums the events of SLOs by day in the time zone of the platform. SLOs have numbers by day in UTC only, and those by hour are deleted after some weeks.</summary>
internal static class SlaDays
{
    /// <summary>Days of numbers by hour that SLOs keep.</summary>
    private const int Stored = 39;

    /// <summary>Late events are counted for a day, so a day is summed again until the second day after it.</summary>
    private const int Late = 2;

    /// <param name="indicators">What the SLOs measure, at least one.</param>
    /// <param name="work">A transaction on the platform.</param>
    /// <remarks>A day contains the hours that start in it. Numbers never decrease, so that a day whose hours were partly deleted keeps its number.</remarks>
    public static async Task Count(IReadOnlyCollection<string> indicators, Zone zone, DateTimeOffset now, UnitOfWork work)
    {
        var last = (
            await work.List<LastDay>(
                "select d.indicator, max(d.day) as day from agreements.days d where d.tenant_id = 'tnt_platform' and d.indicator = any(@indicators) group by 1",
                new { indicators = indicators.ToArray() }
            )
        ).ToDictionary(row => row.Indicator, row => row.Day, StringComparer.Ordinal);
        var oldest = zone.DayOf(now).AddDays(-Stored);
        await work.Execute(
            """
            insert into agreements.days as d (tenant_id, indicator, day, events, bad)
            select 'tnt_platform', t.indicator, (t.bucket_at at time zone @zone)::date, sum(t.events)::bigint, sum(t.bad)::bigint
              from unnest(@indicators, @since) n(indicator, since)
              join objectives.totals t on t.tenant_id = 'tnt_platform' and t.indicator = n.indicator and t.grain = 'hour' and t.bucket_at >= n.since
             group by 2, 3
            on conflict (tenant_id, indicator, day) do update set events = excluded.events, bad = excluded.bad
             where d.events <= excluded.events and (d.events, d.bad) is distinct from (excluded.events, excluded.bad)
            """,
            new
            {
                zone = zone.Id,
                indicators = indicators.ToArray(),
                since = indicators.Select(indicator => Since(last.TryGetValue(indicator, out var day) ? day.AddDays(-Late) : oldest)).ToArray(),
            }
        );

        DateTimeOffset Since(DateOnly day) => zone.StartOf(day > oldest ? day : oldest).ToUniversalTime();
    }

    private sealed record LastDay(string Indicator, DateOnly Day);
}
