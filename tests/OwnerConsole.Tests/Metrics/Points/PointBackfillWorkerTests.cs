using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Fixtures;
using OwnerConsole.Metrics.Catalogue;
using OwnerConsole.Metrics.Points;
using OwnerConsole.Pure.Periods;
using OwnerConsole.Tests.Metrics.Catalogue;

namespace OwnerConsole.Tests.Metrics.Points;

/// <summary>Stored points equal freshly computed values, and are recomputed when their data changes.</summary>
[Slow(45, "Metrics")]
public sealed class PointBackfillWorkerTests : IAsyncLifetime
{
    private static readonly RequestedRange Days = new(Last: "40d");

    private readonly SeededConsole _seeded = new();

    public ValueTask InitializeAsync() => _seeded.InitializeAsync();

    public ValueTask DisposeAsync() => _seeded.DisposeAsync();

    [Fact, NotPooled("The other tests of this class run the same statements.")]
    public async Task Points_equal_computed_values_for_every_metric_grain_and_dimension()
    {
        var today = Zone.Find("Europe/Berlin")!.DayOf(TimeProvider.System.GetUtcNow());
        var over = new RequestedRange(From: $"{today.AddDays(-40):yyyy-MM-dd}", To: $"{today.AddDays(-1):yyyy-MM-dd}"); // today's values change between requests
        var questions = (
            from metric in await _seeded.Metrics()
            where metric.HasPast
            from grain in new Grain?[] { Grain.Day, Grain.Week, Grain.Month, null }
            where grain is Grain.Day || metric is not { Kind: MetricKind.Distinct, AffectedDays: 0 }
            from dimension in metric.Dimensions.Where(dimension => dimension.HasPast).Select(dimension => dimension.Name).Prepend(null)
            select new MetricQuery([metric.Id], over, grain, dimension is null ? null : [dimension], Order: "name", Limit: 60)
        ).ToList();
        var before = await Figures(questions);

        await Backfill();
        var after = await Figures(questions);

        questions.Count.ShouldBeGreaterThan(200);
        for (var at = 0; at < questions.Count; at++)
            after[at].ShouldBe(before[at], $"{questions[at].Metrics[0]} by {questions[at].Dimensions?[0]} each {questions[at].Grain}");
        foreach (var metric in (await _seeded.Metrics()).Where(metric => metric.HasPast && metric.Kind is not MetricKind.Ratio))
            (await Revisions(metric.Id)).ShouldBe([.. Enumerable.Repeat(1, 39), 0], metric.Id);
    }

    /// <summary>A value that the rows cannot produce proves that points are read.</summary>
    [Fact]
    public async Task Past_days_are_read_from_points_and_today_from_rows()
    {
        await Backfill("usage.events");
        await Do(
            """
            insert into core.metric_points (mode, metric, fingerprint, version, zone, grain, dimension, bucket, dimension_value, revision, num, n)
            select mode, metric, fingerprint, version, zone, grain, dimension, bucket, dimension_value, revision + 1, 1000, 1
              from core.metric_points where metric = 'usage.events' and grain = 'day' and dimension = '' and bucket = (now() at time zone 'Europe/Berlin')::date - 3
            """
        );

        var points = (await _seeded.Ask(new MetricQuery(["usage.events"], new(Last: "5d"), Grain.Day))).Metrics[0].Groups[0].Points;
        var whole = (await _seeded.Ask(new MetricQuery(["usage.events"], new(Last: "5d")))).Metrics[0].Groups[0].Total!;

        points[1].Figure.Value.ShouldBe(1000);
        points[1].Revision.ShouldBe(2);
        whole.Value.ShouldBe(points.Sum(point => point.Figure.Value));
    }

    [Fact]
    public async Task A_tenant_with_an_earlier_sign_up_updates_values_immediately_and_points_later()
    {
        await Backfill("tenants.opened");
        var before = await Values("tenants.opened");

        await Do(
            "insert into core.tenants (tenant_id, mode, external_id, name, opened_at, reported_at) values ('tnt_12b', 'live', 'late', 'Late', now() - interval '10 days', now())"
        );
        var stale = await Values("tenants.opened");
        await Backfill("tenants.opened");
        var after = await Values("tenants.opened");

        stale.Sum().ShouldBe(before.Sum() + 1);
        after.ShouldBe(stale);
        (await Revisions("tenants.opened")).Count(revision => revision == 2).ShouldBe(1, "only the changed value has a second revision");
    }

    [Fact]
    public async Task A_day_changed_by_projection_updates_immediately_and_its_point_later()
    {
        await Backfill("usage.events");
        var before = await Values("usage.events");

        await Do("update core.tenant_days set events = events + 7 where tenant_id = 'tnt_08' and day = (now() at time zone 'Europe/Berlin')::date - 6");
        (await Values("usage.events")).ShouldBe(before, "the day is not marked as changed yet");
        await Do("insert into core.days_touched (mode, day, touched_at) values ('live', (now() at time zone 'Europe/Berlin')::date - 6, now())");
        var touched = await Values("usage.events");
        await Backfill("usage.events");

        touched.Sum().ShouldBe(before.Sum() + 7);
        (await Values("usage.events")).ShouldBe(touched);
        (await Revisions("usage.events")).ShouldBe([.. Enumerable.Repeat(1, 33), 2, .. Enumerable.Repeat(1, 5), 0]);
    }

    [Fact]
    public async Task A_restarted_worker_continues_where_the_previous_one_stopped()
    {
        string[] metrics = ["members.joined", "tenants.opened"];
        await RunRound(Worker(TimeProvider.System, metrics));
        await Do(FortyDaysAgo);
        // Other consoles write into the same cluster, so transactions started before this one have to end.
        await _seeded.Console.Until("select not exists (select from core.stale_days where xid >= pg_snapshot_xmin(pg_current_snapshot()))");
        var before = await Seen();

        async Task<Dictionary<string, long>> AfterOneStep()
        {
            await Worker(new ImpatientClock(), metrics).Execute(Item, CancellationToken.None);
            return await Seen();
        }
        var first = await AfterOneStep();
        var second = await AfterOneStep();

        string Moved(Dictionary<string, long> from, Dictionary<string, long> to) => to.Keys.Single(which => to[which] > from.GetValueOrDefault(which));
        Moved(before, first).ShouldStartWith("members.joined month");
        Moved(first, second).ShouldStartWith("members.joined week");
    }

    [Fact]
    public async Task Changes_of_a_long_transaction_ending_during_a_round_are_not_missed()
    {
        await Backfill("tenants.opened");
        var before = await Values("tenants.opened");
        var worker = Worker(new ImpatientClock(), "tenants.opened");
        await using (var late = await _seeded.Console.Database.Write(WriteOrigin.Intake("test"), [IdGenerator.Platform, "tnt_12c"]))
        {
            await late.Execute(
                "insert into core.tenants (tenant_id, mode, external_id, name, opened_at, reported_at) values ('tnt_12c', 'live', 'long', 'Long', now() - interval '10 days', now())"
            );
            await Do(FortyDaysAgo);
            (await worker.Execute(Item, CancellationToken.None)).ShouldNotBe(WorkOutcome.Completed);
            await late.Commit();
        }

        await RunRound(worker);

        (await Values("tenants.opened")).Sum().ShouldBe(before.Sum() + 1);
        await Backfill("tenants.opened");
        (await Values("tenants.opened")).Sum().ShouldBe(before.Sum() + 1);
        (await Revisions("tenants.opened")).Count(revision => revision == 2).ShouldBe(1);
    }

    [Fact]
    public async Task Points_of_one_time_zone_are_not_used_in_another()
    {
        await Backfill("members.joined");

        var berlin = await _seeded.Ask(new MetricQuery(["members.joined"], Days, Grain.Day));
        var tokyo = await _seeded.Ask(new MetricQuery(["members.joined"], Days, Grain.Day, Zone: "Asia/Tokyo"));

        berlin.Metrics[0].Groups[0].Points.ShouldContain(point => point.Revision == 1);
        tokyo.Metrics[0].Groups[0].Points.ShouldAllBe(point => point.Revision == 0);
    }

    [Fact]
    public async Task Stored_points_cannot_be_changed()
    {
        await Backfill("members.joined");

        (await Should.ThrowAsync<Npgsql.PostgresException>(() => Do("update core.metric_points set num = 0"))).SqlState.ShouldBe("42501");
        (await Should.ThrowAsync<Npgsql.PostgresException>(() => Do("delete from core.metric_points"))).SqlState.ShouldBe("42501");
    }

    /// <summary>On a large platform a few buckets together exceed the time limit of a read, and the busiest day exceeds it alone.</summary>
    [Fact]
    public async Task Slow_buckets_are_computed_in_smaller_batches_or_later()
    {
        const string SixDaysAgo = "(now() at time zone 'Europe/Berlin')::date - 6";
        var slow = new Metric(
            "test.slow",
            MetricUnit.Count,
            GoodDirection.Neither,
            "Takes its time where there is little.",
            $"""
            select b.bucket, 'tnt_08' as tenant_id, 1 as num, null::numeric as den
              from buckets b
             cross join lateral (
               select pg_sleep(case when current_setting('statement_timeout') = '0' then 0 when b.first_day = b.last_day and b.first_day = {SixDaysAgo} then 9 else 0.05 end)) s
            """
        )
        {
            Basis = MetricBasis.Events,
        };
        var connections = _seeded.Console.Database.Connections;
        await using var hurried = new Database(
            connections with
            {
                Console = (connections.Direct ?? connections.Console) + ";Options=-c statement_timeout=250ms",
            }
        );
        var yesterday = Zone.Find("Europe/Berlin")!.DayOf(TimeProvider.System.GetUtcNow()).AddDays(-1);
        await using var work = await _seeded.Console.Database.Read();
        async Task<IEnumerable<DateOnly>> LastDays() =>
            (
                await work.List<DateOnly>(
                    "select bucket from core.metric_points where metric = 'test.slow' and mode = 'live' and grain = 'day' order by 1 desc"
                )
            ).Take(8);
        async Task<bool> IsStale() => await work.One<bool>($"select exists (select from core.stale_days where day = {SixDaysAgo})");
        Task Backfill(Database database) => RunRound(new(new([new FixedMetrics(slow)]), database, TimeProvider.System));

        await Backfill(hurried);
        (await LastDays()).ShouldBe(new[] { 0, -1, -2, -3, -4, -6, -7, -8 }.Select(yesterday.AddDays));
        await Backfill(_seeded.Console.Database);
        (await LastDays()).ShouldBe(Enumerable.Range(0, 8).Select(ago => yesterday.AddDays(-ago)));

        await Do($"insert into core.days_touched (mode, day, touched_at) values ('live', {SixDaysAgo}, now())");
        await Backfill(hurried);
        (await IsStale()).ShouldBeTrue("the stored point may be outdated");
        do
        {
            await Backfill(_seeded.Console.Database);
        } while (await IsStale());
    }

    /// <summary>Marks a past day as stale, with its week and month.</summary>
    private const string FortyDaysAgo =
        "insert into core.stale_days (mode, basis, day, ever_after) values ('live', '*', (now() at time zone 'Europe/Berlin')::date - 40, false)";

    /// <summary>Runs until nothing is stale. Other consoles write into the same cluster; changes made while one of their transactions was open are seen in the next round.</summary>
    /// <param name="metric">Null for all metrics, which takes longer.</param>
    private async Task Backfill(string? metric = null)
    {
        await using var work = await _seeded.Console.Database.Read();
        do
        {
            await RunRound(Worker(TimeProvider.System, metric is null ? [] : [metric]));
        } while (await work.One<bool>("select exists (select from core.stale_days)"));
    }

    private PointBackfillWorker Worker(TimeProvider clock, params string[] metrics) =>
        new(new([new SelectedMetrics(_seeded.Console.Services.GetRequiredService<MetricCatalogue>(), metrics)]), _seeded.Console.Database, clock);

    private static async Task RunRound(PointBackfillWorker worker)
    {
        while (await worker.Execute(Item, CancellationToken.None) != WorkOutcome.Completed) { }
    }

    private static WorkItem Item => new("test", 0, null, "metrics.points", default, 0);

    /// <returns>For each point of the metrics, the transaction ID up to which it is complete.</returns>
    private async Task<Dictionary<string, long>> Seen()
    {
        await using var work = await _seeded.Console.Database.Read();
        var rows = await work.List<DirtyRow>(
            "select metric || ' ' || grain || ' ' || bucket as which, xid::text::bigint as xid from core.point_watermarks where mode = 'live'"
        );
        return rows.ToDictionary(row => row.Which, row => row.Xid);
    }

    private sealed record DirtyRow(string Which, long Xid);

    private sealed class FixedMetrics(params IReadOnlyList<Metric> metrics) : IMetricSource
    {
        public Task<IReadOnlyList<Metric>> All(UnitOfWork work) => Task.FromResult(metrics);
    }

    private async Task<List<string>> Figures(IReadOnlyList<MetricQuery> questions)
    {
        var all = new List<string>();
        foreach (var question in questions)
        {
            var result = (await _seeded.Ask(question)).Metrics[0];
            result.Freshness.State.ShouldNotBe(FreshnessState.Failed, $"{result.Id}: {result.Freshness.Cause}");
            all.Add(
                Json.Text(
                    result.Groups.Select(group => new
                    {
                        group.Key,
                        group.Total,
                        Points = group.Points.Select(point => point.Figure),
                    })
                )
            );
        }
        return all;
    }

    private async Task<List<decimal?>> Values(string metric) =>
        [.. (await _seeded.Ask(new MetricQuery([metric], Days, Grain.Day))).Metrics[0].Groups[0].Points.Select(point => point.Figure.Value)];

    private async Task<List<int>> Revisions(string metric) =>
        [.. (await _seeded.Ask(new MetricQuery([metric], Days, Grain.Day))).Metrics[0].Groups[0].Points.Select(point => point.Revision)];

    private async Task Do(string sql)
    {
        await using var work = await _seeded.Console.Database.Write(WriteOrigin.Intake("test"), [IdGenerator.Platform, "tnt_08", "tnt_12b"]);
        await work.Execute(sql);
        await work.Commit();
    }
}
