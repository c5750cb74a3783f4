using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Applications;
using OwnerConsole.Metrics.Ingest;

namespace OwnerConsole.Tests.Metrics.Ingest;

/// <summary>How meters read numbers from events, and how usage is grouped.</summary>
public sealed class MeterValueTests(TestConsole console) : IClassFixture<TestConsole>
{
    private static readonly DateTimeOffset s_nine = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Usage_is_grouped_by_each_dimension_and_separately_for_live_and_test()
    {
        var (app, tenant) = await console.Studio();
        var demo = await TestApplication.Connect(console, Mode.Test);
        var shown = await demo.Tenant("shown-" + Guid.CreateVersion7());
        var key = await Declared(["room", "coach"]);
        var hall = new string('x', 100);
        object Class(string about, int minutes, string? room, string? coach) =>
            EventReports.Event(
                about,
                key,
                s_nine.AddMinutes(minutes % 3),
                new
                {
                    minutes,
                    room,
                    coach,
                }
            );

        await app.Report(
            "?backfill=true",
            [
                Class(tenant, 1, "red", "lea"),
                Class(tenant, 2, "red", null),
                Class(tenant, 4, null, "noah"),
                Class(tenant, 8, hall + "a", null),
                Class(tenant, 16, hall + "b", null),
            ]
        );
        await demo.Report("?backfill=true", [Class(shown, 32, "red", "lea")]);
        await console.WaitForProjection();

        await using var work = await console.Database.Read();
        var cuts = await work.List<GroupRow>(
            "select mode || ' ' || group_value as of, num, n from core.usage_buckets where meter = @key order by mode, group_value",
            new { key }
        );
        cuts.ShouldBe([
            new("live ", 31, 5),
            new("live coach=lea", 1, 1),
            new("live coach=noah", 4, 1),
            new("live room=red", 3, 2),
            new($"live room={hall}", 24, 2), // values are distinguished by their first 100 characters
            new("test ", 32, 1),
            new("test coach=lea", 32, 1),
            new("test room=red", 32, 1),
        ]);
        var touched = await work.List<string>(
            "select mode from core.stale_days where day = '2026-03-02' union select mode from core.days_touched where day = '2026-03-02'"
        );
        touched.Order().ShouldBe(["live", "test"]);
    }

    [Fact]
    public async Task An_event_for_several_meters_or_without_a_number_counts_once()
    {
        var (app, tenant) = await console.Studio();
        await app.Report(EventReports.Event((await console.Studio()).Tenant, "activity")); // Loads the meters, so the intake doesn't know the next one and accepts a text.
        var key = await Declared([]);

        await app.Report(
            "?backfill=true",
            [EventReports.Event(tenant, key, s_nine, new { minutes = 5 }), EventReports.Event(tenant, key, s_nine, new { minutes = "many" })]
        );
        await console.WaitForProjection();

        await using var work = await console.Database.Read();
        (await work.One<string>("select events || ' ' || meters::text from core.tenant_days where tenant_id = @tenant", new { tenant })).ShouldBe(
            $$"""2 {"{{key}}": 5, "{{key}}_times": 2}"""
        );
    }

    [Theory]
    [InlineData("5", "5")]
    [InlineData("-3.250", "-3.250")]
    [InlineData("\"5\"", "5")]
    [InlineData("\" 5\"", null)]
    [InlineData("1e2", "100")]
    [InlineData("\"1e2\"", null)]
    [InlineData("999999999999999999999999999999", "999999999999999999999999999999")]
    [InlineData("1e30", null)]
    [InlineData("-1e30", null)]
    [InlineData("0.12345678901234567890", "0.12345678901234567890")]
    [InlineData("0.123456789012345678901", null)]
    [InlineData("\"\"", null)]
    [InlineData("true", null)]
    [InlineData("null", null)]
    [InlineData("[5]", null)]
    public async Task A_number_has_at_most_30_digits_and_20_decimals(string said, string? number)
    {
        await using var work = await console.Database.Read();

        (await work.One<string>("select core.parse_number(@said::jsonb)::text", new { said })).ShouldBe(number);
        (await work.One<string>("select core.parse_number(@said::jsonb #>> '{}')::text", new { said })).ShouldBe(number, "as text");
    }

    /// <returns>The key of a meter that adds up minutes of events of its own type; a second meter counts them.</returns>
    private async Task<string> Declared(string[] cuts)
    {
        var key = "m" + Guid.CreateVersion7().ToString("N")[^12..];
        await using var work = await console.Database.Write(WriteOrigin.Run("test"), []);
        await Meters.Open(
            [
                new(key, "Minutes", "minute", key, AggregationKind.Sum, ["minutes"], cuts, false),
                new(key + "_times", "Times", "class", key, AggregationKind.Count, [], [], false),
            ],
            "run_test",
            work
        );
        await work.Commit();
        return key;
    }

    private sealed record GroupRow(string Of, decimal Num, long N);
}
