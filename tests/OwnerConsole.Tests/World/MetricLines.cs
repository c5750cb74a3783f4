using System.Globalization;
using System.Text.Json;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.World;

/// <summary>What the public API answers of every metric there is, as tests/evaluator writes what it should.</summary>
internal static class MetricLines
{
    private const int AtOnce = 10;

    /// <summary>Counts different people on a day, and is refused for longer.</summary>
    private const string OnADay = "members.active";

    /// <summary>Of metrics that are only known of now.</summary>
    /// <returns>the lines, and the moment they hold at</returns>
    public static async Task<(IReadOnlyList<string> Lines, DateTimeOffset At)> Now(Application app)
    {
        var answer = await Query(app, await Ids(app, hasPast: false), new { last = "1d" }, grain: null);
        return (
            [.. answer.GetProperty("metrics").EnumerateArray().Select(metric => Line("now|", metric, Only(metric).GetProperty("total")))],
            answer.GetProperty("computed_at").GetDateTimeOffset()
        );
    }

    /// <param name="grain">null for one figure of the whole range</param>
    public static async Task<IReadOnlyList<string>> Figures(Application app, DateOnly from, DateOnly to, string? grain)
    {
        var lines = new List<string>();
        foreach (var some in (await Ids(app, hasPast: true)).Where(id => grain == "day" || id != OnADay).Chunk(AtOnce))
        foreach (var metric in (await Query(app, some, new { from, to }, grain)).GetProperty("metrics").EnumerateArray())
            if (grain is null)
                lines.Add(Line("|", metric, Only(metric).GetProperty("total")));
            else
                lines.AddRange(
                    Only(metric)
                        .GetProperty("points")
                        .EnumerateArray()
                        .Select(point => Line($"{grain}|{Instant(point.GetProperty("from").GetDateTimeOffset())}", metric, point.GetProperty("figure")))
                );
        return lines;
    }

    private static JsonElement Only(JsonElement metric) => metric.GetProperty("groups").EnumerateArray().Single();

    private static string Line(string bucket, JsonElement metric, JsonElement figure) =>
        metric.GetProperty("kind").GetString() == "ratio"
            ? $"figure|{bucket}|{metric.GetProperty("id").GetString()}|{Ratio(figure)}"
            : $"figure|{bucket}|{metric.GetProperty("id").GetString()}|{Number(figure, "value")}|";

    /// <summary>Both its parts; without a base there is no number.</summary>
    private static string Ratio(JsonElement figure) => Number(figure, "value") == "none" ? "none|none" : $"{Number(figure, "num")}|{Number(figure, "den")}";

    private static string Number(JsonElement figure, string part) =>
        figure.ValueKind is JsonValueKind.Object && figure.GetProperty(part) is { ValueKind: JsonValueKind.Number } number
            ? (number.GetDecimal() / 1.0000000000000000000000000000m).ToString(CultureInfo.InvariantCulture)
            : "none";

    private static string Instant(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    private static async Task<IReadOnlyList<string>> Ids(Application app, bool hasPast) =>
        [
            .. (await app.Get("/api/v1/metrics"))
                .GetProperty("data")
                .EnumerateArray()
                .Where(metric => metric.GetProperty("has_past").GetBoolean() == hasPast)
                .Select(metric => metric.GetProperty("id").GetString()!),
        ];

    private static Task<JsonElement> Query(Application app, IReadOnlyList<string> metrics, object range, string? grain) =>
        app.Post(
            "/api/v1/metrics/query",
            new
            {
                metrics,
                range,
                grain,
            }
        );
}
