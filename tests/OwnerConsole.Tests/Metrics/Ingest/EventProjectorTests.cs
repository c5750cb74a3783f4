using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Hosting.Installations;
using OwnerConsole.Kernel.Applications;
using OwnerConsole.Metrics.Ingest;

namespace OwnerConsole.Tests.Metrics.Ingest;

/// <summary>Projects reported events into the tables that pages read.</summary>
public sealed class EventProjectorTests(TestConsole console) : IClassFixture<TestConsole>
{
    private static readonly DateTimeOffset s_nine = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_session_lasts_from_its_start_to_its_end()
    {
        var (app, tenant) = await console.Studio();

        await app.Report("?backfill=true", [Started(tenant, "s1", s_nine), Ended(tenant, "s1", s_nine.AddMinutes(50))]);

        var session = await Session(tenant);
        session.ShouldBe(new(s_nine, s_nine.AddMinutes(50), false));
        (await Day(tenant)).ShouldBe(new(2, 2, 1, 3000, 1));
    }

    [Fact]
    public async Task An_end_can_arrive_before_its_start()
    {
        var (app, tenant) = await console.Studio();

        await app.Report("?backfill=true", [Ended(tenant, "s1", s_nine.AddMinutes(50))]);
        await console.WaitForProjection();
        await app.Report("?backfill=true", [Started(tenant, "s1", s_nine)]);

        (await Session(tenant)).ShouldBe(new(s_nine, s_nine.AddMinutes(50), false));
        (await Day(tenant)).Seconds.ShouldBe(3000);
    }

    [Fact]
    public async Task Events_of_deleted_tenants_do_not_block_those_of_others()
    {
        await using (var write = await console.Database.Write(WriteOrigin.Intake("test"), ["tnt_gone"]))
        {
            await write.Execute("insert into core.events (tenant_id, at, type, source) values ('tnt_gone', now(), 'activity', '/test')");
            await write.Commit();
        }
        await console.WaitForProjection();
        var (app, tenant) = await console.Studio();

        await app.Report("?backfill=true", [EventReports.Event(tenant, "activity", s_nine)]);

        (await Day(tenant)).Events.ShouldBe(1);
    }

    [Fact]
    public async Task A_session_can_be_reported_whole_with_its_duration()
    {
        var (app, tenant) = await console.Studio();

        await app.Report("?backfill=true", [EventReports.Event(tenant, "session.recorded", s_nine, new { member = "m1", duration_seconds = 90 })]);

        (await Session(tenant)).ShouldBe(new(s_nine, s_nine.AddSeconds(90), false));
    }

    [Fact]
    public async Task Whole_sessions_without_an_ID_are_all_counted()
    {
        var (app, tenant) = await console.Studio();

        await app.Report(
            "?backfill=true",
            [.. Enumerable.Range(0, 3).Select(hour => EventReports.Event(tenant, "session.recorded", s_nine.AddHours(hour), new { duration_seconds = 60 }))]
        );

        await console.WaitForProjection();
        (await Day(tenant)).ShouldBe(new(3, 3, 3, 180, 0));
    }

    [Fact]
    public async Task A_session_without_an_end_times_out_until_its_end_arrives()
    {
        var (app, tenant) = await console.Studio();

        await app.Report("?backfill=true", [Started(tenant, "s1", s_nine)]);
        var marked = await Session(tenant, session => session.EndedAt is not null);
        await app.Report("?backfill=true", [Ended(tenant, "s1", s_nine.AddHours(13))]);

        marked.ShouldBe(new(s_nine, s_nine.AddHours(12), true));
        (await Session(tenant, session => !session.TimedOut)).ShouldBe(new(s_nine, s_nine.AddHours(13), false));
        (await Day(tenant)).Seconds.ShouldBe(13 * 3600);
    }

    [Fact]
    public async Task Peak_concurrent_sessions_are_counted_per_quarter_hour()
    {
        var (app, tenant) = await console.Studio();
        var ten = s_nine.AddDays(40); // a day that no other test uses

        await app.Report(
            "?backfill=true",
            [
                Started(tenant, "a", ten),
                Ended(tenant, "a", ten.AddMinutes(20)),
                Started(tenant, "b", ten.AddMinutes(5)),
                Ended(tenant, "b", ten.AddMinutes(15)),
                Started(tenant, "c", ten.AddMinutes(20)), // starts when session a ends
                Ended(tenant, "c", ten.AddMinutes(40)),
            ]
        );
        await console.WaitForProjection();

        (await Buckets(ten, ten.AddHours(1))).ShouldBe([new(ten, 2, 2), new(ten.AddMinutes(15), 1, 1), new(ten.AddMinutes(30), 0, 1)]);
    }

    [Fact]
    public async Task Sessions_ending_at_a_quarter_hour_do_not_count_in_the_next()
    {
        var (app, tenant) = await console.Studio();
        var ten = s_nine.AddDays(52);

        await app.Report(
            "?backfill=true",
            [
                .. new[] { "a", "b", "c" }.Select(session => Started(tenant, session, ten)),
                .. new[] { "a", "b" }.Select(session => Ended(tenant, session, ten.AddMinutes(15))),
                Ended(tenant, "c", ten.AddMinutes(20)),
            ]
        );
        await console.WaitForProjection();

        (await Buckets(ten, ten.AddHours(1))).ShouldBe([new(ten, 3, 3), new(ten.AddMinutes(15), 0, 1)]);
    }

    [Fact]
    public async Task A_shortened_session_is_removed_from_later_quarter_hours()
    {
        var (app, tenant) = await console.Studio();
        var ten = s_nine.AddDays(50);

        await app.Report("?backfill=true", [Started(tenant, "a", ten)]);
        await Session(tenant, session => session.TimedOut);
        await console.WaitForProjection();
        (await Buckets(ten, ten.AddHours(12))).Count.ShouldBe(48);
        await app.Report("?backfill=true", [Ended(tenant, "a", ten.AddMinutes(10))]);
        await console.WaitForProjection();

        (await Buckets(ten, ten.AddHours(12))).Where(bucket => bucket.Peak > 0).ShouldBe([new(ten, 1, 1)]);
    }

    [Fact]
    public async Task A_meter_aggregates_its_events()
    {
        var (app, tenant) = await console.Studio();
        var key = "m" + Guid.CreateVersion7().ToString("N")[^12..];
        await Declare(
            new(key + "_sum", "Minutes", "minute", key, AggregationKind.Sum, ["minutes"], ["room"], true),
            new(key + "_count", "Classes", "class", key, AggregationKind.Count, [], [], false),
            new(key + "_max", "Largest", "person", key, AggregationKind.Max, ["people"], [], false),
            new(key + "_latest", "Storage", "byte", key, AggregationKind.Latest, ["stored"], [], false),
            new(key + "_unique", "Coaches", "coach", key, AggregationKind.Unique, ["coach"], [], false)
        );
        object Class(int minute, decimal minutes, int people, int stored, string coach, string room) =>
            EventReports.Event(
                tenant,
                key,
                s_nine.AddMinutes(minute),
                new
                {
                    minutes,
                    people,
                    stored,
                    coach,
                    room,
                }
            );

        await app.Report("?backfill=true", [Class(0, 50.5m, 9, 10, "lea", "red"), Class(40, 20, 4, 30, "noah", "blue")]);
        await console.WaitForProjection();
        await app.Report("?backfill=true", [Class(20, 30, 12, 20, "lea", "red")]);
        await console.WaitForProjection();

        await using var work = await console.Database.Read();
        var meters = await work.List<MeterRow>(
            "select m.key as meter, m.value::numeric as value from core.tenant_days d cross join lateral jsonb_each_text(d.meters) m where d.tenant_id = @tenant order by 1",
            new { tenant }
        );
        meters
            .Select(meter => (meter.Meter[(key.Length + 1)..], meter.Value))
            .ShouldBe([("count", 3m), ("latest", 30m), ("max", 12m), ("sum", 100.5m), ("unique", 2m)]);
        (
            await work.One<decimal>("select sum(num) from core.usage_buckets where meter = @meter and group_value = 'room=red'", new { meter = key + "_sum" })
        ).ShouldBe(80.5m);
        (
            await work.One<decimal>("select used from core.meter_totals where tenant_id = @tenant and meter = @meter", new { tenant, meter = key + "_sum" })
        ).ShouldBe(100.5m);
    }

    [Fact]
    public async Task An_unreported_member_is_created_by_its_first_event()
    {
        var (app, tenant) = await console.Studio();

        await app.Report("?backfill=true", [EventReports.Event(tenant, "activity", s_nine, new { member = "walk-in" })]);
        await console.WaitForProjection();

        var members = await app.Get($"/api/v1/tenants/{tenant}/members");
        members.GetProperty("data")[0].GetProperty("external_id").GetString().ShouldBe("walk-in");
        members.GetProperty("data")[0].GetProperty("last_seen_at").GetDateTimeOffset().ShouldBe(s_nine);
    }

    [Fact]
    public async Task Projection_continues_after_transaction_IDs_restart()
    {
        await using var restored = await TestConsole.Start();
        var app = await TestApplication.Connect(restored);
        var tenant = await app.Tenant("acme");
        await app.Report(EventReports.Event(tenant, "activity"));
        await restored.WaitForProjection();

        // The state after restoring a dump: rows of a cluster with far higher transaction IDs, one of them not yet projected.
        await TestCluster.Current.Force(
            restored.Options.Connections,
            """
            update core.projection set next_xid = '900000000000', system_identifier = 1;
            insert into core.events (tenant_id, at, type, source, xid) select tenant_id, now(), 'activity', '/app', '900000000001' from core.tenants
            """
        );
        await restored.Services.GetRequiredService<EventUpkeep>().Prepare(CancellationToken.None);
        await app.Report(EventReports.Event(tenant, "activity"));

        await restored.Until("select sum(events) = 3 from core.tenant_days");
    }

    private static object Started(string tenant, string session, DateTimeOffset at) =>
        EventReports.Event(tenant, "session.started", at, new { session, member = "m1" });

    private static object Ended(string tenant, string session, DateTimeOffset at) =>
        EventReports.Event(tenant, "session.ended", at, new { session, member = "m1" });

    private async Task Declare(params Meter[] meters)
    {
        await using (var work = await console.Database.Write(WriteOrigin.Run("test"), []))
        {
            await Meters.Open(meters, "run_test", work);
            await work.Commit();
        }
        await Task.Delay(TimeSpan.FromSeconds(2.1)); // every node has loaded it by then
    }

    private async Task<Interval> Session(string tenant, Func<Interval, bool>? holds = null)
    {
        await console.WaitForProjection();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (true)
        {
            await using (var work = await console.Database.Read())
                if (
                    await work.One<Interval>("select started_at, ended_at, timed_out from core.sessions where tenant_id = @tenant", new { tenant })
                        is { } session
                    && holds?.Invoke(session) != false
                )
                    return session;
            await Task.Delay(20, patience.Token);
        }
    }

    private async Task<DayRow> Day(string tenant)
    {
        await console.WaitForProjection();
        await using var work = await console.Database.Read();
        return (
            await work.One<DayRow>(
                "select events, activity, sessions, seconds, members from core.tenant_days where tenant_id = @tenant and day = '2026-03-02'",
                new { tenant }
            )
        )!;
    }

    private async Task<IReadOnlyList<Bucket>> Buckets(DateTimeOffset from, DateTimeOffset to)
    {
        await using var work = await console.Database.Read();
        return await work.List<Bucket>(
            "select bucket as at, started, peak from core.session_buckets where mode = 'live' and bucket >= @from and bucket < @to order by bucket",
            new { from, to }
        );
    }

    private sealed record Interval(DateTimeOffset StartedAt, DateTimeOffset? EndedAt, bool TimedOut);

    private sealed record DayRow(long Events, long Activity, int Sessions, long Seconds, int Members);

    private sealed record Bucket(DateTimeOffset At, int Started, int Peak);

    private sealed record MeterRow(string Meter, decimal Value);
}
