using System.Globalization;
using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Metrics.Ingest;

namespace OwnerConsole.Tests.Insights.Settings;

/// <summary>Settings about metrics also apply to past events, as far as they are stored.</summary>
[Slow(45, "Ingest")]
public sealed class EventReprojectionTests : IAsyncLifetime
{
    private static readonly DateOnly s_day = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(-40); // Events of this day are still stored.
    private static readonly DateTimeOffset s_late = new(s_day, new(23, 30), TimeSpan.Zero); // This is the next day in Berlin.

    private TestConsole _console = null!; // set before any test sees it
    private TestApplication _app = null!;
    private string _tenant = "";

    public async ValueTask InitializeAsync()
    {
        _console = await TestConsole.Start();
        (_app, _tenant) = await _console.Studio();
        await _app.Report(
            "?backfill=true",
            [
                EventReports.Event(_tenant, "class.booked", s_late, new { member = "m1", minutes = 50 }),
                EventReports.Event(_tenant, "class.booked", s_late.AddHours(-4), new { member = "m1", minutes = 30 }),
                EventReports.Event(_tenant, "session.recorded", s_late, new { member = "m1", duration_seconds = 90 }),
            ]
        );
        await _console.WaitForProjection();
    }

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task A_new_time_zone_recalculates_every_day_and_undo_restores_it()
    {
        var utc = await Days();

        var run = await ChangeZone("Europe/Berlin");
        var berlin = await Days();
        await _app.Undo(run);
        await WaitForRecalculation();

        utc.ShouldBe([new(After(0), 3, 1, 90, 1)]);
        berlin.ShouldBe([new(After(0), 1, 0, 0, 1), new(After(1), 2, 1, 90, 1)]);
        (await Days()).ShouldBe(utc);
        (await _app.Get("/api/v1/reporting")).GetProperty("zone").GetString().ShouldBe("UTC");
    }

    [Fact]
    public async Task Only_sessions_are_recalculated_where_events_are_no_longer_stored()
    {
        await TestCluster.Current.Force(
            _console.Options.Connections,
            "update core.event_generations set opened_at = now() - interval '90 days' where generation = 0" // Simulates dropped partitions before today's.
        );

        var preview = await _app.Preview("setting.change", [IdGenerator.Platform], Zoned("Europe/Berlin"));
        await ChangeZone("Europe/Berlin");

        preview.GetRawText().ShouldContain("Earlier events are no longer stored");
        (await Days()).ShouldBe([new(After(0), 3, 0, 0, 1), new(After(1), 0, 1, 90, 0)]);
    }

    [Fact]
    public async Task A_meter_includes_earlier_events_and_stops_when_it_is_retired()
    {
        var declared = await _app.Run("meter.declare", IdGenerator.Platform, Minutes("minutes"));
        await WaitForRecalculation();
        var atOnce = await Query("usage.minutes");
        var retired = await _app.Run("meter.retire", declared.Created());
        await _app.Report("?backfill=true", [EventReports.Event(_tenant, "class.booked", s_late, new { minutes = 5 })]);
        await _console.WaitForProjection();
        var unknown = await _app.Send(HttpMethod.Post, "/api/v1/metrics/query", Json.Text(Question("usage.minutes")));
        await _app.Undo(retired);
        await WaitForRecalculation();

        atOnce.ShouldBe(80);
        unknown.Status.ShouldBe(400);
        (await Query("usage.minutes")).ShouldBe(85);
        await _app.Undo(declared);
        (await _app.Get("/api/v1/meters")).GetProperty("data").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task A_recalculation_in_batches_counts_concurrent_events_once()
    {
        await _app.Run("meter.declare", IdGenerator.Platform, Minutes("minutes"));
        await WaitForRecalculation();
        var many = Enumerable.Range(0, EventReprojection.BatchSize + 120).Select(number => $"many-{number}").ToList();
        foreach (var some in many.Chunk(500))
            await _app.Put("/api/v1/tenants", new { data = some.Select(id => new { id = $"ext:{id}", name = id }) });
        object Booked(string tenant) => EventReports.Event(tenant, "class.booked", s_late, new { minutes = 1 });
        await _app.Report("?backfill=true", [.. many.Select(Booked)]);
        await _console.WaitForProjection();

        await _app.Run("setting.change", IdGenerator.Platform, Zoned("Europe/Berlin"));
        for (var batch = 0; batch < 6; batch++)
            await _app.Report("?backfill=true", [.. many.Skip(batch * 100).Take(100).Select(Booked)]);
        await WaitForRecalculation();
        await _console.WaitForProjection();

        var all = many.Count + 600 + 80; // The two classes are reported before every test.
        await using var work = await _console.Database.Read();
        (await work.One<decimal>("select sum((meters->>'minutes')::numeric) from core.tenant_days")).ShouldBe(all);
        (await work.One<decimal>("select sum(num) from core.usage_buckets where meter = 'minutes' and group_value = ''")).ShouldBe(all);
        (await work.One<long>("select sum(events)::bigint from core.tenant_days")).ShouldBe(many.Count + 600 + 3);
    }

    [Fact]
    public async Task An_enforced_meter_counts_events_on_arrival()
    {
        var tenant = await _app.Tenant("enforced");
        await _app.Run(
            "meter.declare",
            IdGenerator.Platform,
            new
            {
                key = "calls",
                name = "Calls",
                unit = "call",
                event_type = "api.called",
                enforced = true,
            }
        );
        await WaitForRecalculation();

        await _console.Until("select exists (select from core.meters where key = 'calls' and enforced and opened_at < now() - interval '3 seconds')"); // By then, every node knows the meter.
        await _app.Report(EventReports.Event(tenant, "api.called"), EventReports.Event(tenant, "api.called"));
        var once = await Used();
        await _console.WaitForProjection();
        await _app.Report(EventReports.Event(tenant, "api.called"));

        (once, await Used()).ShouldBe((2, 3)); // This holds before and after projection.
        await _console.WaitForProjection();
        (await Used()).ShouldBe(3);
        await _console.Until("select not exists (select from core.meter_additions)");
        (await _app.Get("/api/v1/meters")).GetProperty("data")[0].GetProperty("enforced").GetBoolean().ShouldBeTrue();

        async Task<decimal> Used()
        {
            await using var work = await _console.Database.Read();
            return await work.One<decimal>("select used from core.meter_totals where tenant_id = @tenant and meter = 'calls'", new { tenant });
        }
    }

    [Fact]
    public async Task The_key_of_a_retired_meter_cannot_be_reused_for_another_definition()
    {
        var declared = await _app.Run("meter.declare", IdGenerator.Platform, Minutes("minutes"));
        await WaitForRecalculation();
        await _app.Run("meter.retire", declared.Created());

        (await _app.Refusal("meter.declare", IdGenerator.Platform, Minutes("seconds"))).ShouldBe("key_used");
        (await _app.Refusal("meter.declare", IdGenerator.Platform, Minutes("minutes"))).ShouldBeNull();
    }

    [Theory]
    [InlineData("""{"key": "No Key"}""", "bad_key")]
    [InlineData("""{"key": "sessions_started"}""", null)]
    [InlineData("""{"key": "events"}""", "key_taken")]
    [InlineData("""{"name": " "}""", "bad_name")]
    [InlineData("""{"event_type": "api called"}""", "bad_event_type")]
    [InlineData("""{"adds": "sum"}""", "value_needed")]
    [InlineData("""{"adds": "sum", "value": "size..total"}""", "value_needed")]
    [InlineData("""{"enforced": true}""", null)]
    [InlineData("""{"enforced": true, "adds": "sum", "value": "size"}""", null)]
    [InlineData("""{"enforced": true, "adds": "max", "value": "size"}""", "cannot_enforce")]
    [InlineData("""{"group_by": ["1","2","3","4","5","6","7","8","9","10","11"]}""", "bad_group_by")]
    public async Task An_invalid_meter_is_refused(string change, string? code)
    {
        var input = JsonSerializer.Deserialize<Dictionary<string, object>>(
            """{"key": "calls", "name": "Calls", "unit": "call", "event_type": "api.called"}"""
        )!;
        foreach (var (name, value) in JsonSerializer.Deserialize<Dictionary<string, object>>(change)!)
            input[name] = value;

        (await _app.Refusal("meter.declare", IdGenerator.Platform, input)).ShouldBe(code);
    }

    private static object Zoned(string value) => new { key = "reporting.zone", value };

    private static object Minutes(string value) =>
        new
        {
            key = "minutes",
            name = "Minutes",
            unit = "minute",
            event_type = "class.booked",
            adds = "sum",
            value,
        };

    private static object Question(string metric) => new { metrics = new[] { metric }, range = new { from = After(-4), to = After(26) } };

    private static string After(int days) => s_day.AddDays(days).ToString("O", CultureInfo.InvariantCulture);

    private async Task<decimal> Query(string metric) =>
        (await _app.Post("/api/v1/metrics/query", Question(metric)))
            .GetProperty("metrics")[0]
            .GetProperty("groups")[0]
            .GetProperty("total")
            .GetProperty("value")
            .GetDecimal();

    private async Task<JsonElement> ChangeZone(string zone)
    {
        var run = await _app.Run("setting.change", IdGenerator.Platform, Zoned(zone));
        await WaitForRecalculation();
        return run;
    }

    private Task WaitForRecalculation() => _console.Until("select reproject_day is null from core.projection");

    private async Task<IReadOnlyList<Day>> Days()
    {
        await using var work = await _console.Database.Read();
        return await work.List<Day>("select day::text as on, events, sessions, seconds, members from core.tenant_days order by day");
    }

    private sealed record Day(string On, long Events, int Sessions, long Seconds, int Members);
}
