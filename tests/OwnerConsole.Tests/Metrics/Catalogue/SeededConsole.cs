using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Metrics.Catalogue;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Tests.Metrics.Catalogue;

/// <summary>A console whose read models contain sixty days of twelve tenants up to today, and a test tenant that must never be counted.</summary>
public sealed class SeededConsole : IAsyncLifetime
{
    public const string Zone = "Europe/Berlin";

    public TestConsole Console { get; private set; } = null!; // set before any test sees it

    public async ValueTask InitializeAsync()
    {
        Console = await TestConsole.Start();
        await using var work = await Console.Database.Write(
            WriteOrigin.Intake("test"),
            [.. Enumerable.Range(1, 12).Select(number => $"tnt_{number:00}"), "tnt_demo"]
        );
        await work.Execute("update core.reporting set zone = @Zone", new { Zone });
        foreach (var statement in Statements)
            await work.Execute(statement, new { Zone });
        await work.Commit();
        await Console.WaitForRevenue();
    }

    public async Task<IReadOnlyList<Metric>> Metrics()
    {
        await using var work = await Console.Database.Read();
        return await Console.Services.GetRequiredService<MetricCatalogue>().All(work);
    }

    public async Task<MetricResult> Ask(Metric metric, RequestedRange range, Grain? grain = null, string? dimension = null)
    {
        var query = new MetricQuery([metric.Id], range, grain, dimension is null ? null : [dimension], Limit: 500);
        var result = (await Ask(query)).Metrics[0];
        result.Freshness.State.ShouldNotBe(FreshnessState.Failed, $"{metric.Id}: {result.Freshness.Cause}");
        return result;
    }

    public Task<MetricAnswer> Ask(MetricQuery query) =>
        Console.Services.GetRequiredService<MetricExecutor>().Execute(query, Caller.System, CancellationToken.None);

    /// <returns>All underlying rows of a value, read page by page.</returns>
    public async Task<IReadOnlyList<MetricRow>> Rows(Metric metric, RequestedRange range, params MetricFilter[] filters)
    {
        var rows = new List<MetricRow>();
        string? cursor = null;
        do
        {
            var query = new MetricRowsQuery(metric.Id, range, filters, Limit: 500, Cursor: cursor);
            var page = await Console.Services.GetRequiredService<MetricRows>().Find(query, Caller.System, CancellationToken.None);
            rows.AddRange(page.Data);
            cursor = page.NextCursor;
        } while (cursor is not null);
        return rows;
    }

    public ValueTask DisposeAsync() => Console.DisposeAsync();

    private static readonly string[] Statements =
    [
        """
            insert into core.tenants (tenant_id, mode, external_id, name, opened_at, reported_at, trial_ends_at)
            select 'tnt_' || lpad(n::text, 2, '0'), 'live', 'e' || n, 'Tenant ' || n, now() - n * interval '5 days', now(), case when n <= 2 then now() + n * interval '3 days' end
              from generate_series(1, 12) n
            union all
            select 'tnt_demo', 'test', 'demo', 'Demo', now() - interval '20 days', now(), now() + interval '2 days'
            """,
        """
            insert into core.tenant_status (tenant_id, mode, lifecycle)
            select tenant_id, mode, case when tenant_id in ('tnt_01', 'tnt_02', 'tnt_demo') then 'trial' when tenant_id = 'tnt_12' then 'cancelled' else 'active' end from core.tenants
            """,
        // Three tenants start on trial: two convert, one cancels and returns.
        "update core.lifecycles set lifecycle = 'trial', to_at = from_at + interval '6 days' where tenant_id in ('tnt_05', 'tnt_06', 'tnt_07')",
        """
            insert into core.lifecycles (tenant_id, lifecycle, from_at, to_at)
            select tenant_id, case tenant_id when 'tnt_06' then 'cancelled' else 'active' end, to_at, case tenant_id when 'tnt_06' then to_at + interval '5 days' end
              from core.lifecycles where tenant_id in ('tnt_05', 'tnt_06', 'tnt_07')
            union all
            select tenant_id, 'active', to_at + interval '5 days', null from core.lifecycles where tenant_id = 'tnt_06'
            """,
        // Some tenants have no country, and one changes it.
        """
            insert into core.attributes (tenant_id, name, value, from_at, to_at)
            select t.tenant_id, a.name, to_jsonb(a.value), t.opened_at, null::timestamptz
              from core.tenants t
             cross join lateral (values ('country', case when t.tenant_id < 'tnt_05' then 'CH' else 'DE' end), ('source', case when t.tenant_id < 'tnt_03' then 'ads' else 'web' end)) a(name, value)
             where t.tenant_id not in ('tnt_10', 'tnt_11', 'tnt_06')
            union all select 'tnt_06', 'country', '"CH"', now() - interval '30 days', now() - interval '10 days'
            union all select 'tnt_06', 'country', '"AT"', now() - interval '10 days', null
            """,
        // Some tenants have two plans, one has none.
        """
            insert into core.plan_items (tenant_id, plan, quantity, from_at, to_at)
            select tenant_id, 'pro', 1, opened_at, null::timestamptz from core.tenants where tenant_id not in ('tnt_12', 'tnt_03')
            union all select tenant_id, 'extra', 3, opened_at, null::timestamptz from core.tenants where tenant_id in ('tnt_03', 'tnt_04')
            union all select 'tnt_04', 'gone', 2, opened_at, now() - interval '4 days' from core.tenants where tenant_id = 'tnt_04'
            """,
        """
            insert into core.plan_prices (plan, from_at, amount, currency, unit, opened_by)
            values ('pro', '-infinity', 4900, 'USD', 'month', 'run'), ('extra', '-infinity', 11900, 'USD', 'year', 'run'), ('gone', '-infinity', 700, 'USD', 'week', 'run')
            """,
        """
            insert into core.members (tenant_id, member_id, external_id, name, role, support_number, joined_at)
            select t.tenant_id, 'mbr_' || t.tenant_id || n, 'm' || n, 'Member ' || n, case when n = 1 then 'owner' end, '#U000000000', t.opened_at + n * interval '12 hours'
              from core.tenants t cross join generate_series(1, 6) n
             where t.opened_at + n * interval '12 hours' < now()
            """,
        """
            insert into core.member_days (tenant_id, day, member_id, last_at)
            select m.tenant_id, d.day, m.member_id, least(d.day::timestamp at time zone @Zone + interval '12 hours', now() - interval '1 minute')
              from core.members m
             cross join lateral (select generate_series((m.joined_at at time zone @Zone)::date, (now() at time zone @Zone)::date, '1 day')::date as day) d
             where abs(hashtext(m.member_id || d.day)) % 5 < 2
            """,
        // Some sessions are open or timed out, and some overlap.
        """
            insert into core.sessions (tenant_id, session_id, member_id, started_at, ended_at, timed_out)
            select d.tenant_id, 's' || d.day || n, d.member_id, s.at, case when s.at + s.length < now() then s.at + s.length end, n = 2
              from core.member_days d
             cross join generate_series(1, 2) n
             cross join lateral (
               select least(d.day::timestamp at time zone @Zone + (abs(hashtext(d.member_id || d.day || n)) % 1300) * interval '1 minute', now() - interval '2 minutes') as at,
                      (5 + abs(hashtext(d.day || d.member_id)) % 120) * interval '1 minute' as length) s
             where abs(hashtext(d.day || d.member_id || n)) % 3 < 2
            on conflict do nothing
            """,
        """
            insert into core.tenant_days (tenant_id, day, events, activity, sessions, seconds, members, meters)
            select t.tenant_id, d.day, 10 + abs(hashtext(t.tenant_id || d.day)) % 20, coalesce(p.members, 0) + coalesce(s.sessions, 0), coalesce(s.sessions, 0), coalesce(s.seconds, 0), coalesce(p.members, 0),
                   jsonb_build_object('calls', 2 + abs(hashtext(d.day || t.tenant_id)) % 7, 'largest', abs(hashtext(t.tenant_id || d.day || 'm')) % 100)
              from core.tenants t
             cross join lateral (select generate_series((t.opened_at at time zone @Zone)::date, (now() at time zone @Zone)::date, '1 day')::date as day) d
              left join lateral (select count(*) as members from core.member_days m where m.tenant_id = t.tenant_id and m.day = d.day) p on true
              left join lateral (
                select count(*) as sessions, sum(extract(epoch from s.ended_at - s.started_at))::bigint as seconds
                  from core.sessions s where s.tenant_id = t.tenant_id and (s.started_at at time zone @Zone)::date = d.day) s on true
            """,
        """
            insert into core.session_buckets (mode, bucket, started, peak)
            select q.mode, q.bucket, count(*) filter (where q.started_at >= q.bucket and q.started_at < q.bucket + interval '15 minutes'), max(q.open)
              from (select t.mode, b.bucket, s.started_at,
                           (select count(*) from core.sessions o join core.tenants u using (tenant_id)
                             where u.mode = t.mode and o.started_at <= greatest(s.started_at, b.bucket) and (o.ended_at is null or o.ended_at > greatest(s.started_at, b.bucket))) as open
                      from core.sessions s join core.tenants t using (tenant_id)
                     cross join lateral (select generate_series(date_bin('15 minutes', s.started_at, 'epoch'), coalesce(s.ended_at, now()), '15 minutes') as bucket) b
                     where s.ended_at is null or s.ended_at > b.bucket) q
             group by 1, 2
            """,
        """
            insert into core.meters (key, name, unit, event_type, adds, value_path, group_by, opened_by, opened_at)
            values ('calls', 'API calls', 'count', 'call', 'count', '{}', '{model}', 'run_test', now()), ('largest', 'Largest file', 'MB', 'file', 'max', '{size}', '{}', 'run_test', now()),
                   ('stored', 'Stored', 'GB', 'storage', 'latest', '{gb}', '{}', 'run_test', now())
            """,
        """
            insert into core.usage_buckets (mode, meter, group_value, bucket, num, n)
            select t.mode, 'calls', c.group_value, d.day::timestamp at time zone @Zone + case when d.day < (now() at time zone @Zone)::date then abs(hashtext(d.day::text)) % 80 else 0 end * interval '15 minutes', sum(case when c.group_value like '%a' then 1 when c.group_value = '' then (d.meters->>'calls')::int else (d.meters->>'calls')::int - 1 end), count(*)
              from core.tenant_days d join core.tenants t using (tenant_id) cross join (values (''), ('model=a'), ('model=b')) c(group_value)
             group by 1, 2, 3, 4
            union all
            select t.mode, 'largest', '', d.day::timestamp at time zone @Zone, max((d.meters->>'largest')::int), count(*)
              from core.tenant_days d join core.tenants t using (tenant_id) group by 1, 2, 3, 4
            """,
        """
            insert into core.meter_values (tenant_id, meter, day, value, at)
            select t.tenant_id, 'stored', (now() at time zone @Zone)::date - n, (n * 10 + 1)::text, now() - n * interval '1 day'
              from core.tenants t cross join generate_series(0, 6, 3) n where t.opened_at < now() - n * interval '1 day' and t.tenant_id < 'tnt_05'
            """,
    ];
}
