using System.Globalization;
using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Upgrades;

/// <summary>The answers of a release to one query of its metrics.</summary>
/// <param name="Question">the query as it was sent, with all metrics that can be queried this way</param>
internal sealed record RecordedMetrics(Mode Mode, JsonElement Question, IReadOnlyList<RecordedMetrics.Metric> Metrics)
{
    private const string Catalogue = "/api/v1/metrics",
        Query = Catalogue + "/query";

    /// <summary>Excluded metrics that change with the clock alone, while a query is always about the current moment.</summary>
    private static readonly string[] s_timeDependent = ["members.online", "trials.ending"];

    /// <param name="Version">of its definition; another version may give another value</param>
    internal sealed record Metric(string Id, int Version, IReadOnlyList<Point> Points);

    /// <param name="Key">values of the dimensions</param>
    /// <param name="From">start of the bucket; null for the whole range</param>
    internal sealed record Point(string Key, DateTimeOffset? From, decimal? Value, decimal? Num, decimal? Den, long N, string? Reason);

    /// <summary>Queries every metric over complete days, in every way in which it can be queried.</summary>
    public static async Task<IReadOnlyList<RecordedMetrics>> Ask(TestApplication live, TestApplication demo, DateOnly from, DateOnly to, DateTimeOffset now)
    {
        var catalogue = (await demo.Get(Catalogue)).GetProperty("data").EnumerateArray().ToList();
        IReadOnlyList<string> Ids(bool hasPast) =>
            [.. catalogue.Where(metric => metric.GetProperty("has_past").GetBoolean() == hasPast).Select(Id).Except(s_timeDependent)];
        var cuts = catalogue.SelectMany(metric => metric.GetProperty("dimensions").EnumerateArray()).Select(cut => cut.GetProperty("name").GetString()!);
        var all = new List<RecordedMetrics>();
        foreach (var (hasPast, ask) in Questions(from, to, now, [.. cuts.Distinct()]))
        {
            var askable = new List<string>();
            foreach (var id in Ids(hasPast))
                if ((await demo.Send(HttpMethod.Post, Query, Text(ask([id])))).Status == 200)
                    askable.Add(id);
            foreach (var some in askable.Chunk(20))
            foreach (var (mode, app) in new[] { (Mode.Live, live), (Mode.Test, demo) })
            {
                var question = JsonSerializer.SerializeToElement(ask(some));
                all.Add(new(mode, question, await Answers(app, question)));
            }
        }
        all.SelectMany(numbers => numbers.Metrics).Select(metric => metric.Id).Distinct().ShouldBe([.. Ids(true), .. Ids(false)], ignoreOrder: true);
        return all;
    }

    /// <returns>the same queries for one mode, answered now</returns>
    public static async Task<IReadOnlyList<RecordedMetrics>> Again(IReadOnlyList<RecordedMetrics> numbers, Mode mode, TestApplication app)
    {
        var again = new List<RecordedMetrics>();
        foreach (var kept in numbers.Where(kept => kept.Mode == mode))
            again.Add(kept with { Metrics = await Answers(app, kept.Question) });
        return again;
    }

    /// <returns>a line for each number</returns>
    public IEnumerable<string> Lines(IEnumerable<string> of) =>
        from metric in Metrics
        where of.Contains(metric.Id)
        from point in metric.Points
        select $"{metric.Id} [{point.Key}] {point.From:O}: {Plain(point.Value)} = {Plain(point.Num)} / {Plain(point.Den)} of {point.N}{(point.Reason is null ? "" : ", with a reason")}; {Mode} {Question}";

    private static IEnumerable<(bool HasPast, Func<IReadOnlyList<string>, object> Ask)> Questions(
        DateOnly from,
        DateOnly to,
        DateTimeOffset now,
        IReadOnlyList<string> dimensions
    )
    {
        var (months, weeks, days) = (new { from, to }, new { from = to.AddDays(-41), to }, new { from = to.AddDays(-1), to });
        yield return (false, QueryOf(new { last = "1d" }));
        yield return (true, QueryOf(months));
        yield return (true, QueryOf(months, ("grain", "month")));
        yield return (true, QueryOf(months, ("grain", "month"), ("as_of", now)));
        yield return (true, QueryOf(months, ("grain", "month"), ("zone", "America/Los_Angeles")));
        yield return (true, QueryOf(weeks, ("grain", "week")));
        yield return (true, QueryOf(weeks, ("grain", "day")));
        yield return (true, QueryOf(days, ("grain", "hour"), ("zone", "Australia/Lord_Howe")));
        foreach (var dimension in dimensions)
            yield return (true, QueryOf(months, ("dimensions", new[] { dimension })));
    }

    private static Func<IReadOnlyList<string>, object> QueryOf(object range, params (string Name, object Value)[] how) =>
        metrics => how.Prepend(("range", range)).Prepend(("metrics", metrics)).ToDictionary(part => part.Item1, part => part.Item2, StringComparer.Ordinal);

    private static async Task<IReadOnlyList<Metric>> Answers(TestApplication app, JsonElement question)
    {
        var (status, answer) = await app.Send(HttpMethod.Post, Query, question.GetRawText());
        status.ShouldBe(200, $"{question}: {answer}");
        return
        [
            .. answer
                .GetProperty("metrics")
                .EnumerateArray()
                .Select(metric => new Metric(
                    Id(metric),
                    metric.GetProperty("version").GetInt32(),
                    [.. metric.GetProperty("groups").EnumerateArray().SelectMany(Points)]
                )),
        ];
    }

    private static IEnumerable<Point> Points(JsonElement group)
    {
        var key = string.Join(", ", group.GetProperty("key").EnumerateObject().Select(value => value.Value.ToString()));
        if (group.GetProperty("total") is { ValueKind: JsonValueKind.Object } total)
            yield return Figure(key, null, total);
        foreach (var point in group.GetProperty("points").EnumerateArray())
            yield return Figure(key, point.GetProperty("from").GetDateTimeOffset(), point.GetProperty("figure"));
    }

    private static Point Figure(string key, DateTimeOffset? from, JsonElement figure)
    {
        decimal? Part(string name) => figure.GetProperty(name) is { ValueKind: JsonValueKind.Number } number ? number.GetDecimal() : null;
        return new(key, from, Part("value"), Part("num"), Part("den"), figure.GetProperty("n").GetInt64(), figure.GetProperty("reason").GetString());
    }

    private static string Id(JsonElement metric) => metric.GetProperty("id").GetString()!;

    private static string Text(object question) => JsonSerializer.Serialize(question);

    private static string Plain(decimal? number) => number is { } one ? (one / 1.0000000000000000000000000000m).ToString(CultureInfo.InvariantCulture) : "none";
}
