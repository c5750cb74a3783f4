using System.Globalization;
using System.Text.Json;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.World;

/// <summary>The answers of the public API for every metric, in the format in which tests/evaluator writes the expected ones.</summary>
internal sealed class MetricLines(TestApplication app)
{
    private const int MostValues = 200;

    /// <summary>The console's tenant ids by external id.</summary>
    private Dictionary<string, string> _tenants = [];

    public async Task<IReadOnlyList<JsonElement>> Catalogue() => [.. (await app.Get("/api/v1/metrics")).GetProperty("data").EnumerateArray()];

    /// <returns>the queries with the times at which they were answered, and the answers as lines</returns>
    public async Task<(IReadOnlyList<MetricQuestion> Questions, IReadOnlyList<string> Lines)> Ask(IEnumerable<MetricQuestion> questions)
    {
        _tenants = (await app.Get("/api/v1/tenants?limit=500"))
            .GetProperty("data")
            .EnumerateArray()
            .ToDictionary(tenant => tenant.GetProperty("external_id").GetString()!, tenant => tenant.GetProperty("id").GetString()!, StringComparer.Ordinal);
        var (asked, lines) = (new List<MetricQuestion>(), new List<string>());
        foreach (var question in questions)
        {
            var answer = await app.Post("/api/v1/metrics/query", Query(question));
            asked.Add(question with { Now = answer.GetProperty("computed_at").GetDateTimeOffset() });
            lines.AddRange(answer.GetProperty("metrics").EnumerateArray().SelectMany(metric => Lines(question, metric)));
        }
        return (asked, lines);
    }

    private object Query(MetricQuestion question) =>
        new
        {
            question.Metrics,
            range = question.From is null ? (object)new { last = "1d" } : new { question.From, question.To },
            question.Grain,
            question.Zone,
            dimensions = question.By,
            filters = question.Where.Select(filter =>
                filter.Dimension == "tenant" ? filter with { Any = [.. filter.Any.Select(id => _tenants[id!])] } : filter
            ),
            limit = question.By.Count == 0 ? (int?)null : MostValues,
        };

    private IEnumerable<string> Lines(MetricQuestion question, JsonElement metric)
    {
        var isRatio = metric.GetProperty("kind").GetString() == "ratio";
        var names = _tenants.ToDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);
        foreach (var group in metric.GetProperty("groups").EnumerateArray())
        {
            var key = string.Join(
                ';',
                question
                    .By.Select(name => (Name: name, Value: group.GetProperty("key").GetProperty(name).GetString() ?? ""))
                    .Select(part => $"{part.Name}={names.GetValueOrDefault(part.Value, part.Value)}")
            );
            var figures = question.Grain is null
                ? [("", group.GetProperty("total"))]
                : group
                    .GetProperty("points")
                    .EnumerateArray()
                    .Select(point => (Instant(point.GetProperty("from").GetDateTimeOffset()), point.GetProperty("figure")));
            foreach (var (bucket, figure) in figures)
                if (question.By.Count == 0 || !IsNothing(figure, isRatio))
                    yield return $"figure|{question.Name}|{bucket}|{metric.GetProperty("id").GetString()}|{key}|{(isRatio ? Ratio(figure) : Number(figure, "value") + "|")}";
        }
    }

    /// <summary>Whether the group has a value only for another metric of the query.</summary>
    private static bool IsNothing(JsonElement figure, bool isRatio) => Number(figure, "value") is var value && (value == "none" || (!isRatio && value == "0"));

    /// <summary>The numerator and denominator; "none" when the denominator is zero.</summary>
    private static string Ratio(JsonElement figure) => Number(figure, "value") == "none" ? "none|none" : $"{Number(figure, "num")}|{Number(figure, "den")}";

    private static string Number(JsonElement figure, string part) =>
        figure.ValueKind is JsonValueKind.Object && figure.GetProperty(part) is { ValueKind: JsonValueKind.Number } number
            ? (number.GetDecimal() / 1.0000000000000000000000000000m).ToString(CultureInfo.InvariantCulture)
            : "none";

    private static string Instant(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
