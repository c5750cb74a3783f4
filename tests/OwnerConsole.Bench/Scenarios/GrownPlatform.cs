using System.Diagnostics;
using OwnerConsole.Metrics.Ingest;

namespace OwnerConsole.Bench.Scenarios;

/// <summary>
/// A platform of 100,000 tenants and a million members with 20 million events in 90 days, on which a benchmark shows whether its cost depends on history.
/// </summary>
internal static class GrownPlatform
{
    private const int Days = 90;
    private const int IdDays = 32; // days for which event ids are deduplicated
    private const int People = 10; // per tenant
    private const int BatchSize = 20_000;

    public static async Task Fill(BenchConsole console, bool quick)
    {
        var (tenants, events) = quick ? (2_000, 200_000) : (100_000, 20_000_000);
        var began = Stopwatch.GetTimestamp();
        await IngestScenarios.Folds(console).StopAsync(CancellationToken.None); // otherwise it would alternate with this one
        await console.Do("set app.intake = 'bench'; delete from work.items where kind = 'metrics.points'"); // the recount of so many days would take an hour
        console.IsGrown = true;
        if (await console.WasFilled(events / Days * (Days - 1L)))
        {
            await RefreshSparklines(console);
            return;
        }
        await console.Fill(tenants);
        await IngestScenarios.Meter(console, isEnforced: true);
        await AddMembers(console, tenants);
        await console.Do(CreatePartitions);
        var projection = console.Get<EventProjection>();
        var pieces = events / Math.Min(BatchSize, events / Days) / Days;
        for (var day = Days - 1; day >= 0; day--)
        {
            for (var piece = 0; piece < pieces; piece++)
            {
                await console.Do(ReportEvents(tenants, day, piece, events / Days / pieces));
                while (await projection.ProjectNext(CancellationToken.None)) { }
            }
            if (day % 15 == 0)
                await console.Do("analyze core.tenant_days, core.members, core.sessions, core.member_days");
            if (day % 5 == 0)
                Console.WriteLine($"  {Days - day} days reported and projected after {Stopwatch.GetElapsedTime(began).TotalSeconds:N0} s");
        }
        while (await console.Get<SessionBuckets>().Count(CancellationToken.None)) { }
        await RefreshSparklines(console);
        Console.WriteLine(
            $"  {await console.One<long>("select count(*) from core.events"):N0} events after {Stopwatch.GetElapsedTime(began).TotalSeconds:N0} s"
        );
    }

    private static async Task RefreshSparklines(BenchConsole console)
    {
        var cache = new SparklineCache(console.Database, TimeProvider.System); // the console's own cache was filled before there was data
        while (await cache.Refresh(CancellationToken.None)) { }
        await console.Do("vacuum analyze");
        await console.Do("checkpoint");
    }

    /// <summary>Partitions of past days exist only if the console ran on those days.</summary>
    private static readonly string CreatePartitions = $"""
        do $$
        declare day date;
        begin
          for day in select d::date from generate_series((now() at time zone 'UTC')::date - {Days}, (now() at time zone 'UTC')::date - 1, '1 day') d loop
            execute format('create table if not exists core.events_%s partition of core.events for values from (%L) to (%L)',
              to_char(day, 'YYYYMMDD'), day::timestamp at time zone 'UTC', (day + 1)::timestamp at time zone 'UTC');
          end loop;
        end $$
        """;

    private static async Task AddMembers(BenchConsole console, int tenants)
    {
        for (var from = 1; from <= tenants; from += 10_000)
            await console.Do(
                $"""
                set app.intake = 'bench';
                insert into core.members (tenant_id, member_id, external_id, name, email, support_number, joined_at)
                select 'tnt_' || lpad(t::text, 26, '0'), 'mbr_' || lpad(t::text, 24, '0') || lpad(n::text, 2, '0'), 'm' || n, md5(t || ' ' || n), 'm' || n || '@' || t || '.example',
                       t || '-' || n, now() - interval '91 days'
                  from generate_series({from}, {Math.Min(from + 9_999, tenants)}) t cross join generate_series(1, {People}) n
                on conflict do nothing
                """
            );
    }

    /// <summary>
    /// Most events of a day belong to few tenants; a tenth are sessions, and two tenths are activity of a member. Their ids are as the SDK makes them.
    /// </summary>
    private static string ReportEvents(int tenants, int daysAgo, int piece, int many) =>
        $$"""
            set app.intake = 'bench';
            with said as materialized (
              select n, date_trunc('day', now()) - {{daysAgo}} * interval '1 day' + random() * {{(
                daysAgo == 0 ? "(now() - date_trunc('day', now()))" : "interval '1 day'"
            )}} as at, 1 + floor({{tenants}} * power(random(), 3))::bigint as tenant
                from generate_series(1, {{many}}) n),
            known as (
              insert into core.event_ids (id, generation)
              select (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || left(md5('{{daysAgo}} {{piece}} ' || n), 20))::uuid, (select max(generation) from core.event_generations)
                from said where {{(daysAgo < IdDays ? "true" : "false")}} order by 1)
            insert into core.events (tenant_id, received_at, at, type, source, member, data)
            select 'tnt_' || lpad(tenant::text, 26, '0'), at, at,
                   case n % 10 when 0 then 'session.recorded' when 1 then 'activity' when 2 then 'activity' else 'class.booked' end, '/bench',
                   case when n % 10 < 3 then 'm' || 1 + n % {{People}} end,
                   case when n % 10 = 0 then jsonb_build_object('session', '{{daysAgo}}-{{piece}}-' || n, 'duration_seconds', 600 + n % 3000)
                        when n % 10 > 2 then '{"minutes": 1, "room": "red"}' end
              from said order by at
            """;
}
