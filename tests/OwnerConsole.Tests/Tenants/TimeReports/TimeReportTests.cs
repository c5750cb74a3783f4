using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Access;

namespace OwnerConsole.Tests.Tenants.TimeReports;

/// <summary>A time report lists the sessions of members with their times and durations as a file.</summary>
public sealed class TimeReportTests(TestConsole console) : IClassFixture<TestConsole>
{
    private const string Head = "row,member,external_id,support_number,started_at,ended_at,ended,sessions,seconds,duration";

    private static readonly DateTimeOffset s_nine = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_report_lists_sessions_then_member_totals_then_the_overall_total()
    {
        var (app, tenant) = await console.Studio();
        await app.Put(
            $"/api/v1/tenants/{tenant}/members",
            new { data = new[] { Person("anna", "Anna Müller", "#U100000001"), Person("ben", "Ben", "#U100000002") } }
        );
        await Report(
            app,
            Recorded(tenant, "ben", s_nine.AddHours(1), 59),
            Recorded(tenant, "anna", s_nine, 3661),
            Recorded(tenant, "anna", s_nine.AddDays(1), 86_400),
            Recorded(tenant, null, s_nine.AddDays(2), 10)
        );

        var lines = await Lines(app, tenant, "2026-03-02", "2026-03-08");

        lines.ShouldBe([
            Head,
            "session,Anna Müller,anna,#U100000001,2026-03-02T09:00:00+00:00,2026-03-02T10:01:01+00:00,ended,1,3661,1:01:01",
            "session,Ben,ben,#U100000002,2026-03-02T10:00:00+00:00,2026-03-02T10:00:59+00:00,ended,1,59,0:00:59",
            "session,Anna Müller,anna,#U100000001,2026-03-03T09:00:00+00:00,2026-03-04T09:00:00+00:00,ended,1,86400,24:00:00",
            "session,,,,2026-03-04T09:00:00+00:00,2026-03-04T09:00:10+00:00,ended,1,10,0:00:10",
            "total,Anna Müller,anna,#U100000001,,,,2,90061,25:01:01",
            "total,Ben,ben,#U100000002,,,,1,59,0:00:59",
            "total,,,,,,,1,10,0:00:10",
            "all,,,,,,,4,90130,25:02:10",
        ]);
    }

    [Fact]
    public async Task A_row_shows_how_its_session_ended_or_that_it_is_open()
    {
        var (app, tenant) = await console.Studio();
        var started = TimeProvider.System.GetUtcNow().AddMinutes(-5);
        await Report(
            app,
            EventReports.Event(tenant, "session.started", s_nine, new { session = "left", member = "anna" }),
            EventReports.Event(tenant, "session.started", started, new { session = "open", member = "anna" })
        );
        await console.Until($"select exists (select from core.sessions where tenant_id = '{tenant}' and timed_out)");

        var lines = await Lines(app, tenant, "2026-03-01", Day(started));

        lines[1].ShouldEndWith(",2026-03-02T21:00:00+00:00,timed out,1,43200,12:00:00");
        lines[2].ShouldEndWith(",,still open,1,,");
        lines[^1].ShouldBe("all,,,,,,,2,43200,12:00:00");
    }

    [Fact]
    public async Task A_session_belongs_to_the_day_it_started_with_its_full_duration()
    {
        var (app, tenant) = await console.Studio();
        var evening = new DateTimeOffset(2026, 3, 9, 23, 30, 0, TimeSpan.Zero);
        await Report(app, Recorded(tenant, "anna", evening, 7200));

        var first = await Lines(app, tenant, "2026-03-09", "2026-03-09");
        var second = await Lines(app, tenant, "2026-03-10", "2026-03-10");

        first[^1].ShouldBe("all,,,,,,,1,7200,2:00:00");
        second.ShouldBe([Head]);
    }

    [Fact]
    public async Task A_report_can_be_limited_to_a_member_by_either_id()
    {
        var (app, tenant) = await console.Studio();
        await Report(app, Recorded(tenant, "anna", s_nine, 60), Recorded(tenant, "ben", s_nine, 90));
        var ben = (await app.Get($"/api/v1/tenants/{tenant}/members"))
            .GetProperty("data")
            .EnumerateArray()
            .Single(member => Text(member, "external_id") == "ben");

        var byOurs = await Lines(app, tenant, "2026-03-02", "2026-03-02", "&member=" + Text(ben, "id"));
        var byTheirs = await Lines(app, tenant, "2026-03-02", "2026-03-02", "&member=ext:ben");

        byOurs[^1].ShouldBe("all,,,,,,,1,90,0:01:30");
        byTheirs.ShouldBe(byOurs);
        (await Answer(app, tenant, "?from=2026-03-02&to=2026-03-02&member=ext:nobody")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_total_matches_the_metric_even_with_fractions_of_seconds()
    {
        var (app, tenant) = await console.Studio();
        await Report(app, [.. Enumerable.Range(0, 9).SelectMany(at => Halves(tenant, $"s{at}", s_nine.AddHours(at), 1_500 + (at * 333)))]);

        var lines = await Lines(app, tenant, "2026-03-02", "2026-03-02");
        var time = await Number(app, tenant, "sessions.time");
        var sessions = await Number(app, tenant, "sessions.started");

        var rows = lines
            .Where(line => line.StartsWith("session,", StringComparison.Ordinal))
            .Select(line => long.Parse(line.Split(',')[8], CultureInfo.InvariantCulture));
        lines[^1].Split(',')[7..9].ShouldBe([sessions.ToString(CultureInfo.InvariantCulture), time.ToString(CultureInfo.InvariantCulture)]);
        rows.Sum().ShouldBe(time);
    }

    [Fact]
    public async Task The_report_contains_no_spreadsheet_formulas()
    {
        var (app, tenant) = await console.Studio();
        await app.Put($"/api/v1/tenants/{tenant}/members", new { data = new[] { Person("=1+1", "=HYPERLINK(\"http://evil.example\")", "#U100000009") } });
        await Report(app, Recorded(tenant, "=1+1", s_nine, 1));

        var lines = await Lines(app, tenant, "2026-03-02", "2026-03-02");

        lines[1].ShouldStartWith("session,\"'=HYPERLINK(\"\"http://evil.example\"\")\",\"'=1+1\",#U100000009,");
    }

    [Theory]
    [InlineData("", "from")]
    [InlineData("?from=2026-03-01", "to")]
    [InlineData("?from=1.3.2026&to=2026-03-31", "from")]
    [InlineData("?from=2026-03-01&to=2026-02-30", "to")]
    [InlineData("?from=2026-03-02&to=2026-03-01", "to")]
    [InlineData("?from=0001-01-01&to=9999-12-31", "from")]
    [InlineData("?from=2026-03-01&to=2026-03-31&since=x", "since")]
    public async Task Invalid_dates_are_rejected_by_field(string query, string field)
    {
        var (app, tenant) = await console.Studio();

        var (status, body) = await app.Send(HttpMethod.Get, $"/api/v1/tenants/{tenant}/time-report{query}");

        status.ShouldBe(400);
        body.GetProperty("errors").TryGetProperty(field, out _).ShouldBeTrue();
    }

    [Fact]
    public async Task A_report_requires_the_permission_and_the_same_tenant()
    {
        var (app, tenant) = await console.Studio();
        var other = await app.Tenant("time-report-other");
        var scoped = await TestApplication.Connect(console, onlyTenant: other);
        var demo = await TestApplication.Connect(console, Mode.Test);
        var poor = await TestApplication.Connect(console, scopes: "tenant.read");

        (await Answer(scoped, tenant, Days)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await Answer(demo, tenant, Days)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await Answer(poor, tenant, Days)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await Answer(app, tenant, Days)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_file_name_contains_tenant_and_dates_and_the_download_is_logged()
    {
        var app = await TestApplication.Connect(console);
        var tenant = await app.Tenant("time-report-name", "Müller & Söhne: \"Ost\"/../x");

        using var answer = await Answer(app, tenant, Days);

        var disposition = answer.Content.Headers.ContentDisposition!;
        disposition.DispositionType.ShouldBe("attachment");
        disposition.FileNameStar.ShouldBe("time-report_Müller-Söhne-Ost-..-x_2026-03-01_2026-03-31.csv");
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/csv");
        var timeline = await app.Await($"/api/v1/tenants/{tenant}/timeline", page => page.GetProperty("data").GetArrayLength() > 1);
        Text(timeline.GetProperty("data")[0], "text").ShouldBe("test downloaded the time report of Müller & Söhne: \"Ost\"/../x.");
    }

    [Fact]
    public async Task Times_are_shown_in_the_owners_time_zone()
    {
        await using var own = await TestConsole.Start();
        var (app, tenant) = await own.Studio();
        await using (var work = await own.Database.Write(WriteOrigin.Intake("test"), []))
        {
            await work.Execute("update core.reporting set zone = 'Europe/Berlin'");
            await work.Commit();
        }
        // The clock goes back that night, so 02:30 occurs twice.
        await app.Report(
            "?backfill=true",
            [
                Recorded(tenant, "anna", new(2025, 10, 26, 0, 30, 0, TimeSpan.Zero), 3600),
                Recorded(tenant, "anna", new(2025, 10, 25, 21, 59, 59, TimeSpan.Zero), 1),
            ]
        );
        await own.WaitForProjection();

        var lines = await Lines(app, tenant, "2025-10-26", "2025-10-26");

        lines.Count.ShouldBe(4);
        lines[1].ShouldContain(",2025-10-26T02:30:00+02:00,2025-10-26T02:30:00+01:00,ended,1,3600,1:00:00");
    }

    private const string Days = "?from=2026-03-01&to=2026-03-31";

    private async Task Report(TestApplication app, params object[] events)
    {
        (await app.Report("?backfill=true", events)).Accepted.ShouldBe(events.Length);
        await console.WaitForProjection();
    }

    private static object Person(string id, string name, string number) =>
        new
        {
            id = "ext:" + id,
            name,
            support_number = number,
            joined_at = s_nine.AddDays(-1),
        };

    private static object Recorded(string tenant, string? member, DateTimeOffset at, int seconds) =>
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

    private static IEnumerable<object> Halves(string tenant, string session, DateTimeOffset at, int milliseconds) =>
        [
            EventReports.Event(tenant, "session.started", at, new { session, member = "anna" }),
            EventReports.Event(tenant, "session.ended", at.AddMilliseconds(milliseconds), new { session, member = "anna" }),
        ];

    private static async Task<long> Number(TestApplication app, string tenant, string metric)
    {
        var answer = await app.Post(
            "/api/v1/metrics/query",
            new
            {
                metrics = new[] { metric },
                range = new { from = "2026-03-02", to = "2026-03-02" },
                filters = new[] { new { dimension = "tenant", any = new[] { tenant } } },
            }
        );
        return answer.GetProperty("metrics")[0].GetProperty("groups")[0].GetProperty("total").GetProperty("value").GetInt64();
    }

    private static async Task<IReadOnlyList<string>> Lines(TestApplication app, string tenant, string from, string to, string more = "")
    {
        using var answer = await Answer(app, tenant, $"?from={from}&to={to}{more}");
        answer.EnsureSuccessStatusCode();
        var text = Encoding.UTF8.GetString(await answer.Content.ReadAsByteArrayAsync());
        text.ShouldEndWith("\r\n");
        return text[..^2].Split("\r\n");
    }

    private static Task<HttpResponseMessage> Answer(TestApplication app, string tenant, string query) =>
        app.Http.GetAsync(new Uri($"/api/v1/tenants/{tenant}/time-report{query}", UriKind.Relative));

    private static string Day(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();
}
