using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Lanes;
using OwnerConsole.Kernel.Metrics;
using OwnerConsole.Kernel.Metrics.Points;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Tests.Kernel.Metrics.Points;

/// <summary>What was computed once is read, equals what is computed now, and is computed anew where it changed after all.</summary>
[Slow(33, "Metrics")]
public sealed class PointBackfillWorkerTests : IAsyncLifetime
{
    private static readonly RequestedRange Days = new(Last: "40d");

    private readonly SeededConsole _seeded = new();

    public ValueTask InitializeAsync() => _seeded.InitializeAsync();

    public ValueTask DisposeAsync() => _seeded.DisposeAsync();

    [Fact]
    public async Task Points_say_what_the_rows_say_for_every_metric_grain_and_dimension()
    {
        var today = Zone.Find("Europe/Berlin")!.DayOf(TimeProvider.System.GetUtcNow());
        var over = new RequestedRange(From: $"{today.AddDays(-40):yyyy-MM-dd}", To: $"{today.AddDays(-1):yyyy-MM-dd}"); // today's numbers move from one asking to the next
        var questions = (
            from metric in await _seeded.Metrics()
            where metric.HasPast
            from grain in new Grain?[] { Grain.Day, Grain.Week, Grain.Month, null }
            where grain is Grain.Day || metric is not { Kind: MetricKind.Distinct, AffectedDays: 0 }
            from dimension in metric.Dimensions.Where(dimension => dimension.HasPast).Select(dimension => dimension.Name).Prepend(null)
            select new MetricQuery([metric.Id], over, grain, dimension is null ? null : [dimension], Order: "name", Limit: 60)
        ).ToList();
        var before = await Figures(questions);

        await Keep();
        var after = await Figures(questions);

        questions.Count.ShouldBeGreaterThan(200);
        for (var at = 0; at < questions.Count; at++)
            after[at].ShouldBe(before[at], $"{questions[at].Metrics[0]} by {questions[at].Dimensions?[0]} each {questions[at].Grain}");
        foreach (var metric in (await _seeded.Metrics()).Where(metric => metric.HasPast && metric.Kind is not MetricKind.Ratio))
            (await Revisions(metric.Id)).ShouldBe([.. Enumerable.Repeat(1, 39), 0], metric.Id);
    }

    /// <summary>A number that no row says shows where it was read from.</summary>
    [Fact]
    public async Task What_is_over_is_read_from_points_and_only_the_open_day_from_rows()
    {
        await Keep("usage.events");
        await Do(
            """
            insert into core.metric_points (population, metric, fingerprint, version, zone, grain, dimension, bucket, cut, revision, num, n)
            select population, metric, fingerprint, version, zone, grain, dimension, bucket, cut, revision + 1, 1000, 1
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
    public async Task A_tenant_that_turns_out_to_have_signed_up_earlier_is_counted_at_once_and_its_days_are_written_down_anew()
    {
        await Keep("tenants.opened");
        var before = await Values("tenants.opened");

        await Do(
            "insert into core.tenants (tenant_id, population, external_id, name, opened_at, reported_at) values ('tnt_12b', 'live', 'late', 'Late', now() - interval '10 days', now())"
        );
        var soiled = await Values("tenants.opened");
        await Keep("tenants.opened");
        var after = await Values("tenants.opened");

        soiled.Sum().ShouldBe(before.Sum() + 1);
        after.ShouldBe(soiled);
        (await Revisions("tenants.opened")).Count(revision => revision == 2).ShouldBe(1, "only the number that changed has another revision");
    }

    [Fact]
    public async Task A_day_that_folding_touched_is_computed_at_once_and_written_down_anew()
    {
        await Keep("usage.events");
        var before = await Values("usage.events");

        await Do("update core.tenant_days set events = events + 7 where tenant_id = 'tnt_08' and day = (now() at time zone 'Europe/Berlin')::date - 6");
        (await Values("usage.events")).ShouldBe(before, "nobody said so yet");
        await Do("insert into core.days_touched (population, day, touched_at) values ('live', (now() at time zone 'Europe/Berlin')::date - 6, now())");
        var touched = await Values("usage.events");
        await Keep("usage.events");

        touched.Sum().ShouldBe(before.Sum() + 7);
        (await Values("usage.events")).ShouldBe(touched);
        (await Revisions("usage.events")).ShouldBe([.. Enumerable.Repeat(1, 33), 2, .. Enumerable.Repeat(1, 5), 0]);
    }

    [Fact]
    public async Task A_program_that_starts_anew_goes_on_where_the_one_before_had_come()
    {
        string[] metrics = ["members.joined", "tenants.opened"];
        await Round(Keeper(TimeProvider.System, metrics));
        await Do(FortyDaysAgo);
        // other consoles write into the same cluster: what began before this has to end
        await _seeded.Console.Until("select not exists (select from core.point_dirt where xid >= pg_snapshot_xmin(pg_current_snapshot()))");
        var before = await Seen();

        async Task<Dictionary<string, long>> AfterOneStep()
        {
            await Keeper(new ImpatientClock(), metrics).Execute(Item, CancellationToken.None);
            return await Seen();
        }
        var first = await AfterOneStep();
        var second = await AfterOneStep();

        string Moved(Dictionary<string, long> from, Dictionary<string, long> to) => to.Keys.Single(which => to[which] > from.GetValueOrDefault(which));
        Moved(before, first).ShouldStartWith("members.joined month");
        Moved(first, second).ShouldStartWith("members.joined week");
    }

    [Fact]
    public async Task What_a_long_transaction_soiled_is_not_taken_for_seen_where_it_ends_in_the_midst_of_a_round()
    {
        await Keep("tenants.opened");
        var before = await Values("tenants.opened");
        var keeper = Keeper(new ImpatientClock(), "tenants.opened");
        await using (var late = await _seeded.Console.Database.Write(WriteOrigin.Intake("test"), [IdGenerator.Platform, "tnt_12c"]))
        {
            await late.Execute(
                "insert into core.tenants (tenant_id, population, external_id, name, opened_at, reported_at) values ('tnt_12c', 'live', 'long', 'Long', now() - interval '10 days', now())"
            );
            await Do(FortyDaysAgo);
            (await keeper.Execute(Item, CancellationToken.None)).ShouldNotBe(WorkOutcome.Completed);
            await late.Commit();
        }

        await Round(keeper);

        (await Values("tenants.opened")).Sum().ShouldBe(before.Sum() + 1);
        await Keep("tenants.opened");
        (await Values("tenants.opened")).Sum().ShouldBe(before.Sum() + 1);
        (await Revisions("tenants.opened")).Count(revision => revision == 2).ShouldBe(1);
    }

    [Fact]
    public async Task Points_of_one_zone_are_not_shown_in_another()
    {
        await Keep("members.joined");

        var berlin = await _seeded.Ask(new MetricQuery(["members.joined"], Days, Grain.Day));
        var tokyo = await _seeded.Ask(new MetricQuery(["members.joined"], Days, Grain.Day, Zone: "Asia/Tokyo"));

        berlin.Metrics[0].Groups[0].Points.ShouldContain(point => point.Revision == 1);
        tokyo.Metrics[0].Groups[0].Points.ShouldAllBe(point => point.Revision == 0);
    }

    [Fact]
    public async Task A_point_is_never_changed()
    {
        await Keep("members.joined");

        (await Should.ThrowAsync<Npgsql.PostgresException>(() => Do("update core.metric_points set num = 0"))).SqlState.ShouldBe("42501");
        (await Should.ThrowAsync<Npgsql.PostgresException>(() => Do("delete from core.metric_points"))).SqlState.ShouldBe("42501");
    }

    /// <summary>On a large platform a few buckets at once take longer than a read may; the day on which the most happened takes too long alone.</summary>
    [Fact]
    public async Task Buckets_that_take_too_long_together_are_computed_by_fewer_and_one_that_does_alone_is_left_until_there_is_time()
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
                    "select bucket from core.metric_points where metric = 'test.slow' and population = 'live' and grain = 'day' order by 1 desc"
                )
            ).Take(8);
        async Task<bool> IsSoiled() => await work.One<bool>($"select exists (select from core.point_dirt where day = {SixDaysAgo})");
        Task Keep(Database database) => Round(new(new([new FixedMetrics(slow)]), database, TimeProvider.System));

        await Keep(hurried);
        (await LastDays()).ShouldBe(new[] { 0, -1, -2, -3, -4, -6, -7, -8 }.Select(yesterday.AddDays));
        await Keep(_seeded.Console.Database);
        (await LastDays()).ShouldBe(Enumerable.Range(0, 8).Select(ago => yesterday.AddDays(-ago)));

        await Do($"insert into core.days_touched (population, day, touched_at) values ('live', {SixDaysAgo}, now())");
        await Keep(hurried);
        (await IsSoiled()).ShouldBeTrue("what stands there may no longer be true");
        do
        {
            await Keep(_seeded.Console.Database);
        } while (await IsSoiled());
    }

    /// <summary>A day, with its week and its month, that is over and was soiled.</summary>
    private const string FortyDaysAgo =
        "insert into core.point_dirt (population, basis, day, ever_after) values ('live', '*', (now() at time zone 'Europe/Berlin')::date - 40, false)";

    /// <summary>Until nothing is soiled. Other consoles write into the same cluster: what changed while one of theirs ran is seen in the round after it.</summary>
    /// <param name="metric">null for all of them, which takes its time</param>
    private async Task Keep(string? metric = null)
    {
        await using var work = await _seeded.Console.Database.Read();
        do
        {
            await Round(Keeper(TimeProvider.System, metric is null ? [] : [metric]));
        } while (await work.One<bool>("select exists (select from core.point_dirt)"));
    }

    private PointBackfillWorker Keeper(TimeProvider clock, params string[] metrics) =>
        new(new([new SelectedMetrics(_seeded.Console.Services.GetRequiredService<MetricCatalogue>(), metrics)]), _seeded.Console.Database, clock);

    private static async Task Round(PointBackfillWorker keeper)
    {
        while (await keeper.Execute(Item, CancellationToken.None) != WorkOutcome.Completed) { }
    }

    private static WorkItem Item => new("test", 0, null, "metrics.points", default, 0);

    /// <returns>of each point of the metrics, up to which transaction everything is in it</returns>
    private async Task<Dictionary<string, long>> Seen()
    {
        await using var work = await _seeded.Console.Database.Read();
        var rows = await work.List<DirtyRow>(
            "select metric || ' ' || grain || ' ' || bucket as which, xid::text::bigint as xid from core.points_seen where population = 'live'"
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
