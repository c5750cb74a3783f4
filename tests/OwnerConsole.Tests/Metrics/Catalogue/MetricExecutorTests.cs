using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Metrics.Catalogue;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Tests.Metrics.Catalogue;

/// <summary>Values calculated by hand for instants that fall on different days in different time zones.</summary>
public sealed class MetricExecutorTests : IAsyncLifetime
{
    private static readonly string[] Tenants = ["tnt_a", "tnt_b", "tnt_c", "tnt_d"];

    private TestConsole _console = null!; // set before any test

    public async ValueTask InitializeAsync()
    {
        _console = await TestConsole.Start();
        await Do("update core.reporting set zone = 'Europe/Berlin'");
        await Do(
            """
            insert into core.tenants (tenant_id, mode, external_id, name, opened_at, reported_at)
            values ('tnt_a', 'live', 'a', '=Acme', '2025-03-31T21:59Z', now()), ('tnt_b', 'live', 'b', 'B', '2025-03-31T23:30Z', now()),
                   ('tnt_c', 'live', 'c', 'C', '2025-04-30T21:59:59Z', now()), ('tnt_d', 'live', 'd', 'D', '2025-04-30T22:00Z', now())
            """
        );
        await Do(
            """
            insert into core.session_buckets (mode, bucket, started, peak)
            select 'live', b, 1, extract(hour from b)::int from generate_series('2025-10-24T22:00Z'::timestamptz, '2025-10-27T22:45Z', '15 minutes') b
            """
        );
        await Do(
            """
            insert into core.tenant_days (tenant_id, day, events, activity, sessions)
            values ('tnt_a', '2025-04-01', 5, 1, 2), ('tnt_a', '2025-04-08', 7, 1, 1), ('tnt_b', '2025-04-02', 1, 0, 0), ('tnt_c', '2025-04-09', 3, 3, 0)
            """
        );
    }

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Theory]
    [InlineData("UTC", 2, 2)]
    [InlineData("America/Los_Angeles", 2, 2)]
    [InlineData("Europe/Berlin", 1, 2)]
    [InlineData("Asia/Tokyo", 0, 2)]
    public async Task Months_start_in_the_requested_time_zone(string zone, int march, int april)
    {
        var points = (await Ask(Query("tenants.opened", new(From: "2025-03-01", To: "2025-04-30"), Grain.Month) with { Zone = zone })).Groups[0].Points;

        points.Select(point => point.Figure.Value).ShouldBe([march, april]);
    }

    [Fact]
    public async Task Half_hour_time_zones_use_quarter_hour_buckets()
    {
        var kolkata = await Ask(Query("sessions.started", new(From: "2025-10-26", To: "2025-10-26")) with { Zone = "Asia/Kolkata" });
        var berlin = await Ask(Query("sessions.started", new(From: "2025-10-26", To: "2025-10-26"), Grain.Hour));
        var howe = await Ask(Query("sessions.started", new(From: "2025-10-26", To: "2025-10-26"), Grain.Hour) with { Zone = "Australia/Lord_Howe" });

        kolkata.Groups[0].Total!.Value.ShouldBe(96);
        berlin.Groups[0].Points.Count.ShouldBe(25);
        berlin.Groups[0].Total!.Value.ShouldBe(100);
        howe.Groups[0].Points.ShouldAllBe(point => point.Figure.Value == 4);
    }

    [Fact]
    public async Task Months_weeks_and_days_add_up_to_the_range()
    {
        var both = await Ask(Query("tenants.opened", new(From: "2025-03-01", To: "2025-04-30")));
        var weeks = await Ask(Query("tenants.opened", new(From: "2025-03-01", To: "2025-04-30"), Grain.Week));
        var days = await Ask(Query("tenants.opened", new(From: "2025-03-01", To: "2025-04-30"), Grain.Day));

        both.Groups[0].Total!.Value.ShouldBe(3);
        weeks.Groups[0].Total!.Value.ShouldBe(3);
        days.Groups[0].Total!.Value.ShouldBe(3);
        days.Groups[0].Points.Count.ShouldBe(61);
        weeks.Groups[0].Points[0].Partial.ShouldBeTrue();
    }

    [Fact]
    public async Task The_last_seven_days_include_the_current_day()
    {
        var points = (await Ask(Query("tenants.active_7d", new(From: "2025-04-07", To: "2025-04-09"), Grain.Day))).Groups[0].Points;

        points.Select(point => point.Figure.Value).ShouldBe([1, 1, 2]);
        (await Ask(Query("tenants.active_7d", new(From: "2025-04-01", To: "2025-04-16"))))
            .Groups[0]
            .Total!.Value.ShouldBe(0, "the last seven days of the range");
    }

    [Fact]
    public async Task A_value_is_compared_with_the_previous_period_and_year()
    {
        var april = (await Ask(Query("tenants.opened", new(From: "2025-04-01", To: "2025-04-30")) with { Compare = Comparison.PreviousPeriod }))
            .Groups[0]
            .Total!;

        (april.Value, april.Previous, april.Change, april.ChangeShare).ShouldBe((2, 1, 1, 1));
        var year = await Answer(Query("tenants.opened", new(From: "2026-04-01", To: "2026-04-30")) with { Compare = Comparison.PreviousYear });
        year.Compared!.Words.ShouldBe("April 2025 (Europe/Berlin)");
        year.Metrics[0].Groups[0].Total!.Change.ShouldBe(-2);
    }

    [Fact]
    public async Task The_weekday_and_hour_map_shows_peak_sessions()
    {
        var map = await Ask(Query("sessions.peak", new(From: "2025-10-25", To: "2025-10-27")) with { Dimensions = ["weekday", "hour"] });

        map.Groups.Count.ShouldBe(72);
        Cell(map, "6", "23").ShouldBe(21); // summer time
        Cell(map, "1", "23").ShouldBe(22); // winter time
        Cell(map, "7", "2").ShouldBe(1); // both hours named 2
        (await Ask(Query("sessions.peak", new(From: "2025-10-25", To: "2025-10-27")))).Groups[0].Total!.Value.ShouldBe(23);
    }

    [Fact]
    public async Task A_limit_returns_the_first_groups_and_reports_that_more_exist()
    {
        var query = Query("usage.events", new(From: "2025-04-01", To: "2025-04-30")) with { Dimensions = ["tenant"], Limit = 2 };

        var most = await Ask(query);
        var least = await Ask(query with { Order = "value", Limit = 3 });

        most.Groups.Select(group => (group.Key["tenant"], group.Total!.Value)).ShouldBe([("tnt_a", 12), ("tnt_c", 3)]);
        most.IsCut.ShouldBeTrue();
        least.Groups.Select(group => group.Key["tenant"]).ShouldBe(["tnt_b", "tnt_c", "tnt_a"]);
        least.IsCut.ShouldBeFalse();
    }

    [Fact]
    public async Task Several_metrics_return_the_same_groups()
    {
        var answer = await Answer(
            new(
                ["usage.events", "sessions.started"],
                new(From: "2025-04-01", To: "2025-04-30"),
                Dimensions: ["tenant"],
                Limit: 2,
                Filters: [new("tenant", ["tnt_a", "tnt_c"])]
            )
        );

        answer
            .Metrics.Select(metric => metric.Groups.Select(group => (group.Key["tenant"], group.Total!.Value)))
            .ShouldBe([
                [("tnt_a", 12m), ("tnt_c", 3m)],
                [("tnt_a", 3m), ("tnt_c", 0m)],
            ]);
    }

    [Fact]
    public async Task Values_are_stale_when_events_wait_too_long_for_projection()
    {
        (await Ask(Query("usage.events", new(Last: "1d")))).Freshness.State.ShouldBe(FreshnessState.Live);

        await Do("select core.create_event_partitions()");
        await Do("insert into core.events (tenant_id, received_at, at, type, source) values ('tnt_a', now() - interval '2 minutes', now(), 'x', 's')");

        (await Ask(Query("usage.events", new(Last: "1d")))).Freshness.State.ShouldBe(FreshnessState.Stale);
        (await Ask(Query("tenants.opened", new(Last: "1d")))).Freshness.State.ShouldBe(FreshnessState.Live);
    }

    [Fact]
    public async Task A_failed_query_is_reported_and_other_metrics_are_returned()
    {
        await Do("insert into core.tenant_days (tenant_id, day, meters) values ('tnt_a', '2025-05-01', '{\"broken\": \"no number\"}')");
        await Do(
            "insert into core.meters (key, name, unit, event_type, adds, opened_by, opened_at) values ('broken', 'Broken', 'x', 'x', 'sum', 'run_x', now())"
        );

        var answer = await Answer(new(["usage.broken", "tenants.opened"], new(From: "2025-05-01", To: "2025-05-31"), Filters: [new("tenant", ["tnt_a"])]));

        answer
            .Metrics[0]
            .Freshness.ShouldBe(answer.Metrics[0].Freshness with { State = FreshnessState.Failed, Cause = "The database rejected the query (22P02)." });
        answer.Metrics[0].Groups.ShouldBeEmpty();
        answer.Metrics[1].Groups[0].Total!.Value.ShouldBe(0);
    }

    [Fact]
    public async Task A_tenant_key_gets_values_of_its_tenant_only()
    {
        var key = new Caller("key_x", CallerKind.Key, ["metric.read"], Mode.Live, "tnt_a");

        (await Ask(Query("tenants.opened", new(From: "2025-03-01", To: "2025-04-30")), key)).Groups[0].Total!.Value.ShouldBe(1);
        (await Ask(Query("sessions.started", new(From: "2025-04-01", To: "2025-04-30")), key)).Groups[0].Total!.Value.ShouldBe(3);
        (await Refusal(Query("tenants.opened", new(Last: "1d")) with { Filters = [new("tenant", ["tnt_b"])] }, key)).Status.ShouldBe(404);
        var demo = new Caller("key_y", CallerKind.Key, ["metric.read"], Mode.Test);
        (await Ask(Query("tenants.opened", new(From: "2025-03-01", To: "2025-04-30")), demo)).Groups[0].Total!.Value.ShouldBe(0);
    }

    [Theory]
    [InlineData("tenants.active_7d", "zone", "stored by days of the reporting time zone")]
    [InlineData("members.active", "grain", "days can't be added up")]
    [InlineData("members.online", "range", "has no history")]
    [InlineData("usage.events", "as_of", "doesn't store earlier versions")]
    public async Task Questions_without_an_exact_answer_are_refused(string metric, string field, string why)
    {
        var query = Query(metric, new(From: "2025-04-01", To: "2025-04-30"));

        var problem = await Refusal(
            field switch
            {
                "zone" => query with { Zone = "Asia/Tokyo" },
                "as_of" => query with { AsOf = DateTimeOffset.Parse("2025-05-01T00:00Z", CultureInfo.InvariantCulture) },
                _ => query,
            }
        );

        (problem.Status, problem.Code).ShouldBe((400, "invalid"));
        problem.Message.ShouldStartWith(field + ": ");
        problem.Message.ShouldContain(why);
    }

    private static decimal? Cell(MetricResult map, string weekday, string hour) =>
        map.Groups.Single(group => group.Key["weekday"] == weekday && group.Key["hour"] == hour).Total!.Value;

    private static MetricQuery Query(string metric, RequestedRange range, Grain? grain = null) => new([metric], range, grain);

    private async Task<MetricResult> Ask(MetricQuery query, Caller? caller = null) => (await Answer(query, caller)).Metrics[0];

    private Task<MetricAnswer> Answer(MetricQuery query, Caller? caller = null) =>
        _console.Services.GetRequiredService<MetricExecutor>().Execute(query, caller ?? Caller.System, CancellationToken.None);

    private Task<Problem> Refusal(MetricQuery query, Caller? caller = null) => Should.ThrowAsync<Problem>(() => Answer(query, caller));

    private async Task Do(string sql)
    {
        await using var work = await _console.Database.Write(WriteOrigin.Intake("test"), Tenants);
        await work.Execute(sql);
        await work.Commit();
    }
}
