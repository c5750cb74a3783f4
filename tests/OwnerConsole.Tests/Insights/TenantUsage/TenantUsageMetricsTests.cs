using System.Net;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Identity;
using OwnerConsole.Insights.Explore.Public;
using OwnerConsole.Insights.TenantUsage;
using OwnerConsole.Kernel.Applications;
using OwnerConsole.Metrics.Catalogue;
using OwnerConsole.Metrics.Ingest;

namespace OwnerConsole.Tests.Insights.TenantUsage;

/// <summary>Compares metrics of a tenant with its previous month and the average tenant; the expected values are calculated by hand.</summary>
[Slow(5, "TenantUsage")]
public sealed class TenantUsageMetricsTests : IAsyncLifetime
{
    private readonly DateTimeOffset _now = TimeProvider.System.GetUtcNow();
    private TestConsole _console = null!; // set before any test
    private TestApplication _app = null!; // set before any test

    public async ValueTask InitializeAsync()
    {
        _console = await TestConsole.Start();
        _app = await TestApplication.Connect(_console);
    }

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task This_month_is_compared_with_the_same_days_and_all_of_last_month()
    {
        var tenant = await _app.Tenant("mine");
        var first = new DateTimeOffset(_now.Year, _now.Month, 1, 0, 0, 0, TimeSpan.Zero);
        // No session starts in the current hour, so the result doesn't depend on the minute.
        DateTimeOffset[] starts = [first, .. Enumerable.Range(0, 6).Select(at => first.AddMonths(-1).AddDays(at * 5)), first.AddHours(-1), first.AddMonths(-2)];
        await Report([.. starts.Select((at, number) => Session(tenant, "m" + number % 2, at, 600 + number))]);

        var numbers = await Find(tenant);

        var before = first.AddMonths(-1);
        var sameDays = starts
            .Where(at => at >= before && at < first && DateOnly.FromDateTime(at.UtcDateTime) <= DateOnly.FromDateTime(Back(_now).UtcDateTime))
            .ToList();
        var month = starts.Where(at => at >= first).ToList();
        var last = starts.Where(at => at >= before && at < first).ToList();
        var days = starts.Where(at => DateOnly.FromDateTime(at.UtcDateTime) >= DateOnly.FromDateTime(_now.UtcDateTime).AddDays(-29)).ToList();
        (Of(numbers, "sessions.started").Month!.Value, Of(numbers, "sessions.started").Month!.Previous).ShouldBe((month.Count, sameDays.Count));
        Of(numbers, "sessions.started").Last!.Value.ShouldBe(last.Count);
        Of(numbers, "sessions.started").Days!.Value.ShouldBe(days.Count);
        Of(numbers, "sessions.time").Last!.Value.ShouldBe(last.Sum(at => 600 + Array.IndexOf(starts, at)));
        Of(numbers, "usage.events").Last!.Value.ShouldBe(last.Count);
        Of(numbers, "sessions.started").Trend.Count.ShouldBe(30);
        Of(numbers, "sessions.started").Trend.Sum().ShouldBe(days.Count);
        Of(numbers, "members.active_30d").Trend.ShouldAllBe(value => value == 0 || value == 1); // At most one of the two members is active per day.
    }

    [Fact]
    public async Task The_average_divides_the_platform_total_by_active_tenants_also_for_meters()
    {
        var (mine, other, idle) = (await _app.Tenant("mine"), await _app.Tenant("other"), await _app.Tenant("idle"));
        await Declare(
            new Meter("minutes", "Minutes", "min", "class", AggregationKind.Sum, ["minutes"], [], false),
            new Meter("largest", "Largest", "MB", "file", AggregationKind.Max, ["mb"], [], false)
        );
        var at = _now.AddDays(-1);
        await Report([
            .. Enumerable.Range(0, 3).Select(number => Session(mine, "m" + number, at, 3_600)),
            Session(other, "m0", at, 1_800),
            EventReports.Event(mine, "class", at, new { minutes = 45, member = "m0" }),
            EventReports.Event(other, "class", at, new { minutes = 15, member = "m0" }),
            EventReports.Event(mine, "file", at, new { mb = 7 }),
            EventReports.Event(other, "file", at, new { mb = 9 }),
        ]);

        var numbers = await Find(mine);

        numbers.Tenants.ShouldBe(2); // The third tenant was not active.
        Averages(numbers, "sessions.started").ShouldBe((3, 2));
        Averages(numbers, "sessions.time").ShouldBe((10_800, 6_300));
        Averages(numbers, "members.active_30d").ShouldBe((3, 2));
        Averages(numbers, "usage.events").ShouldBe((5, 4));
        Averages(numbers, "usage.minutes").ShouldBe((45, 30));
        Averages(numbers, "usage.largest").ShouldBe((7, null)); // A maximum has no average.
        MetricChart.Week(numbers.Hours.Metrics[0]).Values.Max().ShouldBe(3);
        (await Find(idle)).IsEmpty.ShouldBeTrue();
        numbers.IsEmpty.ShouldBeFalse();
    }

    [Fact]
    public async Task A_test_tenant_is_compared_with_test_tenants_only()
    {
        var demo = await TestApplication.Connect(_console, Mode.Test);
        var (mine, shown, second) = (await _app.Tenant("mine"), await demo.Tenant("shown"), await demo.Tenant("second"));
        await Report([Session(mine, "m", _now.AddHours(-30), 60), Session(mine, "m", _now.AddHours(-31), 60)]);
        (await demo.Report("?backfill=true", [Session(shown, "m", _now.AddHours(-30), 60), Session(second, "m", _now.AddHours(-30), 60)])).Accepted.ShouldBe(2);
        await _console.WaitForProjection();

        var numbers = await Find(shown);

        numbers.Tenants.ShouldBe(2);
        Averages(numbers, "sessions.started").ShouldBe((1, 1));
    }

    [Fact]
    public async Task A_failing_metric_is_marked_and_the_others_are_shown()
    {
        var tenant = await _app.Tenant("mine");
        await Declare(new Meter("broken", "Broken", "x", "x", AggregationKind.Sum, ["x"], [], false));
        await Report([Session(tenant, "m", _now.AddHours(-30), 60)]);
        await Execute(tenant, "update core.tenant_days set meters = '{\"broken\": \"no number\"}' where tenant_id = @tenant");

        var numbers = await Find(tenant);

        var states = numbers.Rows.ToDictionary(row => row.Metric.Id, row => row.Metric.Freshness.State);
        states["sessions.started"].ShouldBe(FreshnessState.Live);
        Of(numbers, "sessions.started").Days!.Value.ShouldBe(1);
        (states["usage.broken"], Of(numbers, "usage.broken").Days).ShouldBe((FreshnessState.Failed, null));
        numbers.IsEmpty.ShouldBeFalse();
    }

    [Fact]
    public async Task Usage_of_an_enforced_meter_is_available_once_its_event_is_accepted()
    {
        var (mine, other) = (await _app.Tenant("mine"), await _app.Tenant("other"));
        await Declare(
            new Meter("minutes", "Minutes", "min", "class", AggregationKind.Sum, ["minutes"], [], true),
            new Meter("classes", "Classes", "class", "class", AggregationKind.Count, [], [], false)
        );
        while (!(await _console.Services.GetRequiredService<Meters>().ByType(TestContext.Current.CancellationToken)).Contains("class"))
            await Task.Delay(20, TestContext.Current.CancellationToken);
        object Class(string tenant, DateTimeOffset at, decimal minutes) => EventReports.Event(tenant, "class", at, new { minutes });

        (await _app.Report("", [Class(mine, _now, 45.5m), Class(mine, _now, 30), Class(other, _now, 7)])).Accepted.ShouldBe(3);
        (await _app.Report("?backfill=true", [Class(mine, _now.AddDays(-40), 1_000)])).Accepted.ShouldBe(1);

        var meters = await _app.Get("/api/v1/tenants/ext:mine/meters");
        var month = new DateOnly(_now.Year, _now.Month, 1);
        Json.Text(meters.GetProperty("data")).ShouldBe($$"""[{"meter":"minutes","name":"Minutes","unit":"min","month":"{{month:yyyy-MM-dd}}","used":75.5}]""");
        (await _app.Http.GetAsync("/api/v1/tenants/ext:nobody/meters", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var bound = await TestApplication.Connect(_console, onlyTenant: mine);
        Json.Text((await bound.Get($"/api/v1/tenants/{mine}/meters")).GetProperty("data")).ShouldBe(Json.Text(meters.GetProperty("data")));
        (await bound.Http.GetAsync($"/api/v1/tenants/{other}/meters", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await Close("minutes");
        (await _app.Get($"/api/v1/tenants/{mine}/meters")).GetProperty("data").GetArrayLength().ShouldBe(0, "the meter is closed");
    }

    private static UsageRow Of(TenantUsageMetrics.Result numbers, string metric) => numbers.Rows.Single(row => row.Metric.Id == metric);

    private static (decimal? Days, decimal? Average) Averages(TenantUsageMetrics.Result numbers, string metric) =>
        (Of(numbers, metric).Days!.Value, Of(numbers, metric).Average);

    private async Task<TenantUsageMetrics.Result> Find(string tenant)
    {
        await using var work = await _console.Database.Read();
        return await _console.Services.GetRequiredService<TenantUsageMetrics>().Find(tenant, Caller.System, work, TestContext.Current.CancellationToken);
    }

    private async Task Report(IReadOnlyList<object> events)
    {
        (await _app.Report("?backfill=true", events)).Accepted.ShouldBe(events.Count);
        await _console.WaitForProjection();
    }

    private async Task Declare(params Meter[] meters)
    {
        await using var work = await _console.Database.Write(WriteOrigin.Run("run_test"), []);
        await Meters.Open(meters, "run_test", work);
        await work.Commit();
    }

    private async Task Close(string meter)
    {
        await using var work = await _console.Database.Write(WriteOrigin.Run("run_test"), []);
        await Meters.Close([meter], "run_test", work);
        await work.Commit();
    }

    private async Task Execute(string tenant, string sql)
    {
        await using var work = await _console.Database.Write(WriteOrigin.Intake("test"), [tenant]);
        await work.Execute(sql, new { tenant });
        await work.Commit();
    }

    /// <summary>The same time one month earlier, or the last day of a shorter month.</summary>
    private static DateTimeOffset Back(DateTimeOffset at) => at.AddMonths(-1);

    private static object Session(string tenant, string member, DateTimeOffset at, int seconds) =>
        EventReports.Event(
            tenant,
            "session.recorded",
            at,
            new
            {
                member,
                session = Guid.CreateVersion7().ToString(),
                duration_seconds = seconds,
            }
        );
}
