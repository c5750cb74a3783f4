using System.Globalization;
using System.Text.Json;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Intakes;

namespace OwnerConsole.Tests.Insights.Settings;

/// <summary>What the owner decides about numbers holds for the past as well, as far as it is kept.</summary>
[Slow(24, "Intakes")]
public sealed class EventReprojectionTests : IAsyncLifetime
{
    private static readonly DateOnly s_day = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(-40); // its events are kept
    private static readonly DateTimeOffset s_late = new(s_day, new(23, 30), TimeSpan.Zero); // the day after in Berlin

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
    public async Task In_another_zone_every_day_is_counted_anew_and_an_undo_brings_it_back()
    {
        var utc = await Days();

        var run = await Zone("Europe/Berlin");
        var berlin = await Days();
        await _app.Undo(run);
        await Recounted();

        utc.ShouldBe([new(After(0), 3, 1, 90, 1)]);
        berlin.ShouldBe([new(After(0), 1, 0, 0, 1), new(After(1), 2, 1, 90, 1)]);
        (await Days()).ShouldBe(utc);
        (await _app.Get("/api/v1/reporting")).GetProperty("zone").GetString().ShouldBe("UTC");
    }

    [Fact]
    public async Task Where_events_are_not_kept_only_sessions_are_counted_anew()
    {
        await TestCluster.Current.Force(
            _console.Options.Connections,
            "update core.event_generations set opened_at = now() - interval '90 days' where generation = 0" // as if partitions before today's had been dropped
        );

        var preview = await _app.Preview("setting.change", [IdGenerator.Platform], Zoned("Europe/Berlin"));
        await Zone("Europe/Berlin");

        preview.GetRawText().ShouldContain("Earlier events are no longer stored");
        (await Days()).ShouldBe([new(After(0), 3, 0, 0, 1), new(After(1), 0, 1, 90, 0)]);
    }

    [Fact]
    public async Task A_meter_counts_what_came_in_before_it_was_declared_and_after_it_was_retired_no_more()
    {
        var declared = await _app.Run("meter.declare", IdGenerator.Platform, Minutes("minutes"));
        await Recounted();
        var atOnce = await Number("usage.minutes");
        var retired = await _app.Run("meter.retire", Made(declared));
        await _app.Report("?backfill=true", [EventReports.Event(_tenant, "class.booked", s_late, new { minutes = 5 })]);
        await _console.WaitForProjection();
        var unknown = await _app.Send(HttpMethod.Post, "/api/v1/metrics/query", Json.Text(Question("usage.minutes")));
        await _app.Undo(retired);
        await Recounted();

        atOnce.ShouldBe(80);
        unknown.Status.ShouldBe(400);
        (await Number("usage.minutes")).ShouldBe(85);
        await _app.Undo(declared);
        (await _app.Get("/api/v1/meters")).GetProperty("data").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task More_tenants_than_one_turn_takes_and_what_comes_in_meanwhile_are_counted_once()
    {
        await _app.Run("meter.declare", IdGenerator.Platform, Minutes("minutes"));
        await Recounted();
        var many = Enumerable.Range(0, EventReprojection.BatchSize + 120).Select(number => $"many-{number}").ToList();
        foreach (var some in many.Chunk(500))
            await _app.Put("/api/v1/tenants", new { data = some.Select(id => new { id = $"ext:{id}", name = id }) });
        object Booked(string tenant) => EventReports.Event(tenant, "class.booked", s_late, new { minutes = 1 });
        await _app.Report("?backfill=true", [.. many.Select(Booked)]);
        await _console.WaitForProjection();

        await _app.Run("setting.change", IdGenerator.Platform, Zoned("Europe/Berlin"));
        for (var batch = 0; batch < 6; batch++)
            await _app.Report("?backfill=true", [.. many.Skip(batch * 100).Take(100).Select(Booked)]);
        await Recounted();
        await _console.WaitForProjection();

        var all = many.Count + 600 + 80; // and the two classes of every test
        await using var work = await _console.Database.Read();
        (await work.One<decimal>("select sum((meters->>'minutes')::numeric) from core.tenant_days")).ShouldBe(all);
        (await work.One<decimal>("select sum(num) from core.usage_buckets where meter = 'minutes' and cut = ''")).ShouldBe(all);
        (await work.One<long>("select sum(events)::bigint from core.tenant_days")).ShouldBe(many.Count + 600 + 3);
    }

    [Fact]
    public async Task An_enforced_meter_counts_with_the_event_that_comes_in()
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
        await Recounted();

        await _console.Until("select exists (select from core.meters where key = 'calls' and enforced and opened_at < now() - interval '3 seconds')"); // by then every node knows it
        await _app.Report(EventReports.Event(tenant, "api.called"), EventReports.Event(tenant, "api.called"));
        var once = await Used();
        await _console.WaitForProjection();
        await _app.Report(EventReports.Event(tenant, "api.called"));

        (once, await Used()).ShouldBe((2, 3)); // whether it is added up yet or not
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
    public async Task A_key_is_not_used_again_for_something_else()
    {
        var declared = await _app.Run("meter.declare", IdGenerator.Platform, Minutes("minutes"));
        await Recounted();
        await _app.Run("meter.retire", Made(declared));

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
    public async Task What_could_not_be_counted_is_refused(string change, string? code)
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

    private static string Made(JsonElement run) => run.GetProperty("lines")[0].GetProperty("created").GetString()!;

    private static object Question(string metric) => new { metrics = new[] { metric }, range = new { from = After(-4), to = After(26) } };

    private static string After(int days) => s_day.AddDays(days).ToString("O", CultureInfo.InvariantCulture);

    private async Task<decimal> Number(string metric) =>
        (await _app.Post("/api/v1/metrics/query", Question(metric)))
            .GetProperty("metrics")[0]
            .GetProperty("groups")[0]
            .GetProperty("total")
            .GetProperty("value")
            .GetDecimal();

    private async Task<JsonElement> Zone(string zone)
    {
        var run = await _app.Run("setting.change", IdGenerator.Platform, Zoned(zone));
        await Recounted();
        return run;
    }

    private Task Recounted() => _console.Until("select recount_day is null from core.folding");

    private async Task<IReadOnlyList<Day>> Days()
    {
        await using var work = await _console.Database.Read();
        return await work.List<Day>("select day::text as on, events, sessions, seconds, members from core.tenant_days order by day");
    }

    private sealed record Day(string On, long Events, int Sessions, long Seconds, int Members);
}
