using System.Globalization;
using System.Text.Json;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Intakes;
using OwnerConsole.Pure.Amounts;
using OwnerConsole.Tests.Revenue.Movements;

namespace OwnerConsole.Tests.World;

/// <summary>Months of a platform are played, and what the console makes of them is computed a second time in another language: both say the same.</summary>
public sealed class EvaluatedTests
{
    private static readonly Meter[] s_meters =
    [
        new("classes", "Classes", "class", "class.booked", Adding.Count, [], ["room"], false),
        new("minutes", "Minutes", "minute", "class.booked", Adding.Sum, ["minutes"], ["room", "coach"], true),
        new("longest", "Longest class", "minute", "class.booked", Adding.Max, ["minutes"], ["room"], false),
        new("coaches", "Coaches", "coach", "class.booked", Adding.Unique, ["coach"], [], false),
        new("storage", "Storage", "byte", "storage.measured", Adding.Latest, ["bytes"], [], false),
    ];

    private static readonly Plan[] s_plans = Json.Read<Plan[]>(
        JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "plans.json")))
    );

    [Theory]
    [InlineData("Europe/Berlin", "--messy")]
    [InlineData("America/Los_Angeles", "--messy")]
    [InlineData("Asia/Kolkata", "--messy")]
    [InlineData("Australia/Lord_Howe", "--messy")]
    [InlineData("Australia/Lord_Howe", "--moved")] // to there from elsewhere, when everything had come in, and two meters were declared only then
    [InlineData("Australia/Lord_Howe", "--months")] // which is what is played anyway
    public async Task Every_read_model_and_metric_says_what_the_second_evaluator_computes(string zone, string how)
    {
        await using var console = await TestConsole.Start();
        using var place = new Place();
        var facts = Path.Combine(place.Path, "facts.ndjson");
        var isMoved = how == "--moved";
        var until = await Prepare(console, isMoved ? "America/Los_Angeles" : zone, isMoved ? s_meters[..3] : s_meters);
        var key = await Application.Connect(console, Population.Demo, onlyTenant: null, "tenant.report", "member.report", "event.report");

        var (code, said) = await Played.World(
            console.Address,
            key.Key,
            [
                "12",
                "7",
                "--record",
                facts,
                "--until",
                until.ToString("O", CultureInfo.InvariantCulture),
                .. how == "--months" ? (string[])["--months", "4"] : ["--messy"],
            ]
        );
        code.ShouldBe(0, said);
        await console.Folded();
        await console.Until(
            "select not exists (select from core.sessions s, core.reporting r where s.ended_at is null and s.started_at < now() - r.session_limit) and not exists (select from core.session_dirt)"
        );
        if (isMoved)
            await Move(console, zone);
        await console.Counted();
        var reader = await Application.Connect(console, Population.Demo);
        var (now, at) = await MetricLines.Now(reader);
        var (from, to) = Days(until, zone);
        var expected = await Evaluator.Evaluate(
            facts,
            new
            {
                zone,
                now = at,
                from,
                to,
                session_limit_seconds = 12 * 3600,
                meters = s_meters,
                prices = s_plans.ToDictionary(plan => plan.Key, plan => new { plan.Price.Amount, Unit = plan.Interval }),
            }
        );

        var open = "session_bucket|" + until.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture); // from here on they go on changing
        ShouldBeTheSame(
            [.. expected.Where(line => !IsFigure(line) && IsOver(line, open))],
            [.. (await console.ReadModels()).Where(line => IsOver(line, open))],
            11
        );
        var figures = new List<string>(now);
        foreach (var grain in (string?[])["day", "month", null])
            figures.AddRange(await MetricLines.Figures(reader, from, to, grain));
        var asked = figures.Select(Kind).ToHashSet(StringComparer.Ordinal);
        ShouldBeTheSame([.. expected.Where(line => IsFigure(line) && asked.Contains(Kind(line)))], figures, 1);
    }

    /// <returns>whole days that are over, from the first of a month on</returns>
    private static (DateOnly From, DateOnly To) Days(DateTimeOffset until, string zone)
    {
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(until, TimeZoneInfo.FindSystemTimeZoneById(zone)).DateTime);
        return (new DateOnly(today.Year, today.Month, 1).AddMonths(-3), today.AddDays(-1));
    }

    private static bool IsFigure(string line) => line.StartsWith("figure|", StringComparison.Ordinal);

    /// <returns>the kind of line; of figures the grain and the metric too</returns>
    private static string Kind(string line) => line.Split('|') is ["figure", var grain, _, var metric, ..] ? $"figure {grain} {metric}" : line.Split('|')[0];

    private static bool IsOver(string line, string open) =>
        !line.StartsWith("session_bucket|", StringComparison.Ordinal) || string.CompareOrdinal(line, open) < 0;

    /// <param name="kinds">of lines, so that none is missing as a whole</param>
    private static void ShouldBeTheSame(IReadOnlyList<string> expected, IReadOnlyList<string> stands, int kinds)
    {
        expected.Select(line => line.Split('|')[0]).Distinct(StringComparer.Ordinal).Count().ShouldBe(kinds);
        // what should be there and isn't, and what is there and shouldn't be; some of each kind
        var wrong = expected.Except(stands).Select(line => (Line: line, Says: "+ ")).Concat(stands.Except(expected).Select(line => (Line: line, Says: "- ")));
        var some = wrong.GroupBy(one => Kind(one.Line)).SelectMany(kind => kind.OrderBy(one => one.Line, StringComparer.Ordinal).Take(6));
        string.Join('\n', some.Select(one => one.Says + one.Line)).ShouldBeEmpty();
        stands.Count.ShouldBe(expected.Count);
    }

    private static async Task Move(TestConsole console, string zone)
    {
        await Declare(console, s_meters[3..]);
        await (await Application.Connect(console)).Decide("reporting.change", IdSource.Platform, new { zone, currency = "USD" });
        await console.Until("select recount_day is null from core.folding");
    }

    private static async Task Declare(TestConsole console, IReadOnlyList<Meter> meters)
    {
        await using var work = await console.Database.Write(Door.Intake("test"), []);
        await Meters.Open(meters, "run_test", work);
        await work.Commit();
    }

    /// <returns>the moment to play up to</returns>
    private static async Task<DateTimeOffset> Prepare(TestConsole console, string zone, IReadOnlyList<Meter> meters)
    {
        await console.Zone(zone);
        var owner = await Application.Connect(console);
        foreach (var plan in s_plans)
            await owner.Decide("plan.create", IdSource.Platform, plan);
        await Declare(console, meters);
        var now = TimeProvider.System.GetUtcNow().AddMinutes(-10);
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMinute));
    }

    /// <summary>As World's platform sells it, and as plan.create takes it.</summary>
    private sealed record Plan(string Key, string Name, Money Price, string Interval, int TrialDays = 0);
}
