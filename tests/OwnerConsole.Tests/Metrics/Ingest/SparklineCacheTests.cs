using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Identity;
using OwnerConsole.Metrics.Ingest;

namespace OwnerConsole.Tests.Metrics.Ingest;

/// <summary>A tenant's sparkline is cached in one row and equals its daily activity.</summary>
[Slow(5, "Metrics")]
public sealed class SparklineCacheTests(TestConsole console) : IClassFixture<TestConsole>
{
    private static readonly DateTimeOffset s_noon = new(TimeProvider.System.GetUtcNow().UtcDateTime.Date.AddHours(12), TimeSpan.Zero);

    [Fact]
    public async Task A_directory_row_is_the_same_before_and_after_caching()
    {
        var app = await TestApplication.Connect(console, Mode.Test);
        var (busy, quiet) = (await app.Tenant("busy"), await app.Tenant("quiet"));
        await app.Report([.. new[] { 45, 31, 30, 29, 28, 14, 3, 2, 2, 1 }.Select((ago, n) => Recorded(busy, ago, n))]);
        await console.WaitForProjection();
        var before = (await Row(app, busy), await Row(app, quiet));

        await Refresh(console);

        (await CachedDays(busy), await CachedDays(quiet)).ShouldBe((31, 0));
        (await Row(app, busy), await Row(app, quiet)).ShouldBe(before);
        before.Item1.Sum.ShouldBe(7, "thirty days including today: the first is 29 days ago");
    }

    [Fact]
    public async Task A_cached_sparkline_is_dropped_when_an_event_changes_its_days()
    {
        var app = await TestApplication.Connect(console, Mode.Test);
        var (late, other) = (await app.Tenant("late"), await app.Tenant("other"));
        await app.Report(Recorded(late, 5, 1), Recorded(other, 5, 2));
        await console.WaitForProjection();
        await Refresh(console);

        await app.Report(Recorded(late, 1, 3), Recorded(other, 1, 4));
        await console.WaitForProjection();
        (await CachedDays(late), await CachedDays(other)).ShouldBe((31, 31), "yesterday is not cached");
        await app.Report(Recorded(late, 5, 5));
        await console.WaitForProjection();

        (await CachedDays(late), await CachedDays(other)).ShouldBe((0, 31));
        var known = await Row(app, late);
        known.Sum.ShouldBe(3);
        await Refresh(console);
        (await CachedDays(late)).ShouldBe(31);
        (await Row(app, late)).ShouldBe(known);
    }

    [Fact]
    public async Task Sparklines_are_rebuilt_after_a_time_zone_change()
    {
        await using var own = await TestConsole.Start();
        var (app, tenant) = await own.Studio();
        // Berlin's day starts one hour earlier: in the last hour of a UTC day, today moves there too and only an event before that hour changes its place.
        var hour = TimeProvider.System.GetUtcNow().Hour == 23 ? 10 : 11;
        await app.Report(EventReports.Event(tenant, "session.recorded", s_noon.AddDays(-4).AddHours(hour), new { member = "m1", duration_seconds = 60 }));
        await own.WaitForProjection();
        await Refresh(own);
        var before = await Row(app, tenant);

        await app.Run("setting.change", IdGenerator.Platform, new { key = "reporting.zone", value = "Europe/Berlin" });
        await own.Until("select reproject_day is null from core.projection");

        var after = await Row(app, tenant);
        after.Days.ShouldNotBe(before.Days);
        after.Sum.ShouldBe(before.Sum);
        await Refresh(own);
        (await Row(app, tenant)).ShouldBe(after);
    }

    /// <summary>Checking each row against all tenants of the batch exceeded the statement timeout, so the batch never completed.</summary>
    [Fact]
    public async Task Late_events_of_many_tenants_are_projected_and_their_sparklines_dropped()
    {
        const int Many = 14_000;
        await using var own = await TestConsole.Start();
        await TestCluster.Current.Force(
            own.Options.Connections,
            $"""
            insert into core.tenants (tenant_id, mode, external_id, name, opened_at, reported_at)
            select 'tnt_' || lpad(n::text, 26, '0'), 'live', n::text, n::text, now(), now() from generate_series(1, {Many}) n;
            update core.tenant_summaries set line_until = (now() at time zone 'UTC')::date - 2, line = '1 2 3';
            insert into core.events (tenant_id, at, type, source) select tenant_id, now() - interval '5 days', 'activity', '/app' from core.tenants where external_id <> '7'
            """
        );
        await using (var work = await own.Database.Write(WriteOrigin.Intake("test"), []))
        {
            work.Notify(EventProjector.WakeChannel);
            await work.Commit();
        }

        await own.WaitForProjection();

        await own.Until($"select count(*) = {Many - 1} from core.tenant_days where activity = 1");
        await using var reading = await own.Database.Read();
        (await reading.One<string>("select string_agg(tenant_id, ' ') from core.tenant_summaries where line <> ''")).ShouldBe("tnt_" + "7".PadLeft(26, '0'));
    }

    private static object Recorded(string tenant, int daysAgo, int n) =>
        EventReports.Event(tenant, "session.recorded", s_noon.AddDays(-daysAgo).AddMinutes(n), new { member = "m1", duration_seconds = 60 });

    /// <summary>Refreshes the cache as a newly started console does.</summary>
    private static async Task Refresh(TestConsole console)
    {
        var cache = new SparklineCache(console.Database, TimeProvider.System);
        while (await cache.Refresh(TestContext.Current.CancellationToken)) { }
    }

    /// <returns>The number of cached days of a tenant; 0 when none are.</returns>
    private async Task<int> CachedDays(string tenant)
    {
        await using var work = await console.Database.Read();
        return await work.One<int>(
            "select coalesce(array_length(string_to_array(line, ' '), 1), 0) from core.tenant_summaries where tenant_id = @tenant",
            new { tenant }
        );
    }

    private static async Task<(string Days, long Sum, long Sessions)> Row(TestApplication app, string tenant)
    {
        var row = (await app.Get($"/api/v1/tenants?q={tenant}")).GetProperty("data")[0];
        var days = row.GetProperty("activity_by_day").EnumerateArray().Select(day => day.GetInt64()).ToList();
        return (string.Join(' ', days), days.Sum(), row.GetProperty("sessions_this_month").GetInt64());
    }
}
