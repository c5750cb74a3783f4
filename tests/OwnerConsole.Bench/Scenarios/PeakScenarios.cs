using OwnerConsole.Data;
using OwnerConsole.Metrics.Catalogue;
using OwnerConsole.Metrics.Ingest;

namespace OwnerConsole.Bench.Scenarios;

/// <summary>The busiest hours of the week: from the read model, compared with all sessions.</summary>
internal static class PeakScenarios
{
    public static readonly Scenario Week = new(
        "B6",
        "peaks",
        "peak concurrent sessions by weekday and hour, 90 days, from quarter hours ÷ from all sessions",
        50,
        async (console, quick) =>
        {
            await Fill(console, quick ? 50_000 : 3_000_000);
            return new(() => console.Do(FromAllSessions), () => FromReadModel(console), Callers: 1) { Also = () => Compare(console) };
        }
    )
    {
        Holds = (limit, ours) => ours.Rate / limit.Rate >= 50 && ours.P95 <= 100,
        Wants = "at least 50, and p95 of 100 ms",
        MayBeGrown = true,
    };

    /// <summary>Orders all starts and ends, and finds the maximum number of open sessions in each quarter of an hour.</summary>
    private const string FromAllSessions = """
        with s as (
          select started_at, ended_at from core.sessions where started_at >= now() - interval '91 days'),
        steps as (
          select started_at as at, 1 as step from s union all select ended_at, -1 from s where ended_at is not null
          union all select b, 0 from generate_series(date_bin('15 minutes', now() - interval '90 days', 'epoch'), now(), '15 minutes') b),
        running as (select at, sum(step) over (order by at, step rows unbounded preceding) as open from steps)
        select extract(isodow from at), extract(hour from at), max(open) from running where at >= now() - interval '90 days' group by 1, 2
        """;

    private static Task<MetricAnswer> FromReadModel(BenchConsole console) =>
        console
            .Get<MetricExecutor>()
            .Execute(
                new(["sessions.peak"], new(Last: "90d"), Dimensions: ["weekday", "hour"], Limit: 24 * 7),
                Caller.System with
                {
                    Mode = Mode.Live,
                },
                CancellationToken.None
            );

    private static async Task Fill(BenchConsole console, int sessions)
    {
        if (console.IsGrown)
            return;
        await console.Fill(2_000);
        await console.Do(
            $"""
            set app.intake = 'bench';
            insert into core.sessions (tenant_id, session_id, started_at, ended_at)
            select 'tnt_' || lpad((n % 2000 + 1)::text, 26, '0'), 's' || n, s.at, s.at + (5 + n % 50) * interval '1 minute'
              from generate_series(1, {sessions}) n
             cross join lateral (select now() - interval '1 hour' - (n::float8 / {sessions}) * interval '90 days' as at) s
            on conflict do nothing;
            insert into core.stale_session_buckets (mode, bucket)
            select 'live', b from generate_series(date_bin('15 minutes', now() - interval '91 days', 'epoch'), now(), '15 minutes') b on conflict do nothing;
            analyze core.sessions
            """
        );
        var buckets = console.Get<SessionBuckets>();
        while (await buckets.Count(CancellationToken.None)) { }
        await console.Do("analyze core.session_buckets");
    }

    private static async Task<(bool Holds, string Says)> Compare(BenchConsole console)
    {
        var most = (await FromReadModel(console)).Metrics[0].Groups.Max(group => group.Total?.Value);
        var raw = await console.One<long>($"select max(max)::bigint from ({FromAllSessions}) raw");
        return (most == raw, $"peak {most:N0}, from all sessions {raw:N0}");
    }
}
