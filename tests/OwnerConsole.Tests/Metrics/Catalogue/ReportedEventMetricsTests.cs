using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Applications;
using OwnerConsole.Metrics.Ingest;

namespace OwnerConsole.Tests.Metrics.Catalogue;

/// <summary>End to end: an application reports events over the API, and the owner queries metrics over the API.</summary>
public sealed class ReportedEventMetricsTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Nine = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private TestConsole _console = null!; // set before any test
    private TestApplication _app = null!; // set before any test

    public async ValueTask InitializeAsync()
    {
        _console = await TestConsole.Start();
        _app = await TestApplication.Connect(_console);
    }

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task Reported_events_appear_in_the_metrics()
    {
        await using (var work = await _console.Database.Write(WriteOrigin.Run("test"), []))
        {
            Meter[] meters =
            [
                new("minutes", "Minutes", "minute", "class", AggregationKind.Sum, ["minutes"], ["room"], false),
                new("largest", "Largest class", "person", "class", AggregationKind.Max, ["people"], [], false),
                new("stored", "Stored", "byte", "class", AggregationKind.Latest, ["stored"], [], false),
                new("coaches", "Coaches", "coach", "class", AggregationKind.Unique, ["coach"], [], false),
            ];
            await Meters.Open(meters, "run_test", work);
            await work.Commit();
        }
        var (a, b) = (await Studio("a"), await Studio("b"));

        await _app.Report(
            "?backfill=true",
            [
                Class(a, 0, 30, 4, 100, "ann", "blue"),
                Class(a, 60, 45, 9, 250, "ben", "red"),
                Class(b, 26 * 60, 60, 2, 7, "ann", "blue"),
                EventReports.Event(
                    a,
                    "session.recorded",
                    Nine,
                    new
                    {
                        member = "m1",
                        session = "s1",
                        duration_seconds = 600,
                    }
                ),
                EventReports.Event(
                    a,
                    "session.recorded",
                    Nine.AddMinutes(5),
                    new
                    {
                        member = "m2",
                        session = "s2",
                        duration_seconds = 1200,
                    }
                ),
                EventReports.Event(
                    b,
                    "session.recorded",
                    Nine.AddDays(1),
                    new
                    {
                        member = "m1",
                        session = "s3",
                        duration_seconds = 60,
                    }
                ),
            ]
        );
        await _console.WaitForProjection();

        (await Value("usage.minutes")).ShouldBe(135);
        (await Value("usage.largest")).ShouldBe(9);
        (await Value("usage.stored")).ShouldBe(257);
        (await Value("usage.coaches")).ShouldBe(3, "two of a, one of b");
        (await Value("sessions.started")).ShouldBe(3);
        (await Value("sessions.time")).ShouldBe(1860);
        (await Value("sessions.length")).ShouldBe(620);
        (await Value("sessions.peak")).ShouldBe(2);
        (await Value("tenants.active_7d")).ShouldBe(2);
        (await Value("members.active_7d")).ShouldBe(3);
        (await By("usage.minutes", "room")).ShouldBe(["blue 90", "red 45"]);
        (await By("usage.minutes", "tenant")).ShouldBe([$"{a} 75", $"{b} 60"], ignoreOrder: true);
        (await By("sessions.peak", "tenant")).ShouldBe([$"{a} 2", $"{b} 1"], ignoreOrder: true);
        (await By("usage.stored", "tenant")).ShouldBe([$"{a} 250", $"{b} 7"], ignoreOrder: true);
    }

    private static object Class(string tenant, int minute, int minutes, int people, int stored, string coach, string room) =>
        EventReports.Event(
            tenant,
            "class",
            Nine.AddMinutes(minute),
            new
            {
                minutes,
                people,
                stored,
                coach,
                room,
            }
        );

    private async Task<string> Studio(string name) =>
        (await _app.Put($"/api/v1/tenants/ext:{name}", new { name, opened_at = Nine.AddDays(-10) })).GetProperty("id").GetString()!; // every report returns an ID

    private async Task<decimal> Value(string metric) =>
        (await _app.Post("/api/v1/metrics/query", new { metrics = new[] { metric }, range = new { from = "2026-03-02", to = "2026-03-04" } }))
            .GetProperty("metrics")[0]
            .GetProperty("groups")[0]
            .GetProperty("total")
            .GetProperty("value")
            .GetDecimal();

    private async Task<IReadOnlyList<string>> By(string metric, string dimension)
    {
        var range = new { from = "2026-03-02", to = "2026-03-04" };
        var answer = await _app.Post(
            "/api/v1/metrics/query",
            new
            {
                metrics = new[] { metric },
                range,
                dimensions = new[] { dimension },
            }
        );
        return
        [
            .. answer
                .GetProperty("metrics")[0]
                .GetProperty("groups")
                .EnumerateArray()
                .Select(group =>
                    $"{group.GetProperty("key").GetProperty(dimension).GetString()} {group.GetProperty("total").GetProperty("value").GetDecimal()}"
                ),
        ];
    }
}
