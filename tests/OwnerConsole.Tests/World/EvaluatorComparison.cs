using System.Globalization;
using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Hosting.Installations;
using OwnerConsole.Kernel.Applications;
using OwnerConsole.Metrics.Ingest;
using OwnerConsole.Pure.Amounts;
using OwnerConsole.Pure.Periods;
using OwnerConsole.Tests.Revenue.Movements;

namespace OwnerConsole.Tests.World;

/// <summary>Simulates months of a platform and computes the console's results a second time in another language: both must agree.</summary>
public abstract class EvaluatorComparison
{
    private static readonly Meter[] s_meters =
    [
        new("classes", "Classes", "class", "class.booked", AggregationKind.Count, [], ["room"], false),
        new("minutes", "Minutes", "minute", "class.booked", AggregationKind.Sum, ["minutes"], ["room", "coach"], true),
        new("longest", "Longest class", "minute", "class.booked", AggregationKind.Max, ["minutes"], ["room"], false),
        new("coaches", "Coaches", "coach", "class.booked", AggregationKind.Unique, ["coach"], [], false),
        new("storage", "Storage", "byte", "storage.measured", AggregationKind.Latest, ["bytes"], [], false),
    ];

    private static readonly Plan[] s_plans = Json.Read<Plan[]>(
        JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "plans.json")))
    );

    /// <summary>The plan whose price becomes known after a month was closed.</summary>
    private const string Late = "extra-room";

    /// <summary>Within this many months, every zone with daylight saving time has changed its clock.</summary>
    private const string Months = "8";

    /// <param name="how">the options of World; <c>--moved</c> changes the reporting zone and declares two meters after all events were ingested</param>
    /// <param name="isMixed">uses more tenants and also checks results that depend on no zone: several dimensions, and filters</param>
    protected static async Task ShouldAgree(string zone, string how, bool isMixed)
    {
        await using var console = await TestConsole.Start();
        using var place = new TempDirectory();
        var facts = Path.Combine(place.Path, "facts.ndjson");
        var (isMoved, isPlain) = (how == "--moved", how == "--plain");
        await console.Zone(isMoved ? "America/Los_Angeles" : zone);
        var owner = await TestApplication.Connect(console);
        await Price(owner, s_plans.Where(plan => isPlain || plan.Key != Late));
        await Declare(console, isMoved ? s_meters[..3] : s_meters);
        var until = Minute(TimeProvider.System.GetUtcNow().AddMinutes(-10));

        var tenants = isMixed ? "12" : "6"; // results that depend only on the zone need few tenants
        await Play(console, facts, until, [tenants, "7", .. isPlain ? ["--months", "4"] : new[] { "--messy", "--months", Months }]);
        if (isMoved)
            await Move(console, owner, zone);
        await console.WaitForRevenue();
        var closed = isPlain ? null : await Close(console, owner, zone, until);
        var lines = new MetricLines(await TestApplication.Connect(console, Mode.Test));
        var (questions, figures) = await lines.Ask(
            MetricQuestion.All(await lines.Catalogue(), Whole(until, zone), Turn(until, zone), zone == Elsewhere ? "America/Los_Angeles" : Elsewhere, isMixed)
        );
        var expected = await Evaluator.Evaluate(
            facts,
            new
            {
                zone,
                questions[0].Now,
                questions,
                session_limit_seconds = 12 * 3600,
                meters = s_meters,
                prices = await Prices(console),
                closed,
            }
        );

        var open = "session_bucket|" + until.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture); // later buckets still change
        ShouldBeTheSame(
            [.. expected.Where(line => !IsFigure(line) && IsOver(line, open))],
            [.. (await console.ReadModels()).Where(line => IsOver(line, open))],
            13
        );
        ShouldBeTheSame([.. expected.Where(IsFigure)], figures, 1);
    }

    private const string Elsewhere = "Asia/Kolkata";

    private static DateTimeOffset Minute(DateTimeOffset at) => at.AddTicks(-(at.Ticks % TimeSpan.TicksPerMinute));

    /// <returns>complete days, from the first of a month</returns>
    private static (DateOnly From, DateOnly To) Whole(DateTimeOffset until, string zone)
    {
        var today = Zone.Find(zone)!.DayOf(until);
        return (new DateOnly(today.Year, today.Month, 1).AddMonths(-3), today.AddDays(-1));
    }

    /// <returns>the last day with a clock change and the days before and after it; any three days when there is none</returns>
    private static (DateOnly From, DateOnly To) Turn(DateTimeOffset until, string zone)
    {
        var here = Zone.Find(zone)!;
        var day = here.DayOf(until).AddDays(-2);
        var turned = Enumerable
            .Range(0, 220)
            .Select(back => day.AddDays(-back))
            .FirstOrDefault(dateOnly => here.StartOf(dateOnly.AddDays(1)) - here.StartOf(dateOnly) != TimeSpan.FromDays(1), day);
        return (turned.AddDays(-1), turned.AddDays(1));
    }

    private static bool IsFigure(string line) => line.StartsWith("figure|", StringComparison.Ordinal);

    /// <returns>the kind of line; for figures also the query and the metric</returns>
    private static string Kind(string line) =>
        line.Split('|') is ["figure", var question, _, var metric, ..] ? $"figure {question} {metric}" : line.Split('|')[0];

    private static bool IsOver(string line, string open) =>
        !line.StartsWith("session_bucket|", StringComparison.Ordinal) || string.CompareOrdinal(line, open) < 0;

    /// <param name="kinds">the number of kinds of lines, so that no kind is missing completely</param>
    private static void ShouldBeTheSame(IReadOnlyList<string> expected, IReadOnlyList<string> stands, int kinds)
    {
        expected.Select(line => line.Split('|')[0]).Distinct(StringComparer.Ordinal).Count().ShouldBe(kinds);
        // Lists some missing and some unexpected lines of each kind.
        var wrong = expected.Except(stands).Select(line => (Line: line, Says: "+ ")).Concat(stands.Except(expected).Select(line => (Line: line, Says: "- ")));
        var some = wrong.GroupBy(one => Kind(one.Line)).SelectMany(kind => kind.OrderBy(one => one.Line, StringComparer.Ordinal).Take(6));
        string.Join('\n', some.Select(one => one.Says + one.Line)).ShouldBeEmpty();
        stands.Count.ShouldBe(expected.Count);
    }

    private static async Task Play(TestConsole console, string facts, DateTimeOffset until, string[] how)
    {
        var key = await TestApplication.Connect(console, Mode.Test, onlyTenant: null, "tenant.report", "member.report", "event.report");
        var moment = until.ToString("O", CultureInfo.InvariantCulture);
        var (code, said) = await WorldProcess.Run(console.Address, key.Key, [.. how, "--record", facts, "--until", moment]);
        code.ShouldBe(0, said);
        await console.WaitForProjection();
        await console.Until(
            "select not exists (select from core.sessions s, core.reporting r where s.ended_at is null and s.started_at < now() - r.session_limit) and not exists (select from core.stale_session_buckets)"
        );
    }

    private static async Task Move(TestConsole console, TestApplication owner, string zone)
    {
        await Declare(console, s_meters[3..]);
        await owner.Run("setting.change", IdGenerator.Platform, new { key = "reporting.zone", value = zone });
        await console.Until("select reproject_day is null from core.projection");
    }

    /// <summary>Closes the month before the last one; then one plan gets a price retroactively and another becomes more expensive.</summary>
    /// <returns>the prices that were known when it was closed</returns>
    private static async Task<object> Close(TestConsole console, TestApplication owner, string zone, DateTimeOffset until)
    {
        var prices = await Prices(console);
        var last = Whole(until, zone).From.AddMonths(2);
        await owner.Run("month.close", IdGenerator.Platform, new { month = last.AddMonths(-1) });
        await Price(owner, s_plans.Where(plan => plan.Key == Late));
        var solo = (await owner.Get("/api/v1/plans")).GetProperty("data").EnumerateArray().Single(plan => plan.GetProperty("key").GetString() == "solo");
        await owner.Run("plan.draft", solo.GetProperty("id").GetString()!, new { price = new { amount = 3350, currency = "USD" } });
        await owner.Run("plan.publish", solo.GetProperty("id").GetString()!, new { rollout = "all" });
        await console.WaitForRevenue();
        return new { until = Zone.Find(zone)!.StartOf(last), prices };
    }

    private static async Task Price(TestApplication owner, IEnumerable<Plan> plans)
    {
        foreach (var plan in plans)
            await owner.Run("plan.create", IdGenerator.Platform, plan);
    }

    /// <returns>the price history of each plan</returns>
    private static async Task<IReadOnlyDictionary<string, List<PriceSince>>> Prices(TestConsole console)
    {
        await using var work = await console.Database.Read();
        var all = await work.List<PriceSince>("select plan, greatest(from_at, 'epoch') as since, amount, unit from core.plan_prices order by plan, from_at");
        return all.GroupBy(price => price.Plan, StringComparer.Ordinal).ToDictionary(plan => plan.Key, plan => plan.ToList(), StringComparer.Ordinal);
    }

    private static async Task Declare(TestConsole console, IReadOnlyList<Meter> meters)
    {
        await using var work = await console.Database.Write(WriteOrigin.Intake("test"), []);
        await Meters.Open(meters, "run_test", work);
        await work.Commit();
    }

    internal sealed record PriceSince(string Plan, DateTimeOffset Since, long Amount, string Unit);

    /// <summary>A plan as World sells it and as plan.create accepts it.</summary>
    private sealed record Plan(string Key, string Name, Money Price, string Interval, int TrialDays = 0);
}
