using System.Text.Json;
using OwnerConsole.Kernel.Metrics;

namespace OwnerConsole.Tests.World;

/// <summary>A question about numbers that two answer: the console over its public API, and tests/evaluator.</summary>
/// <param name="From">the first day; null for today, up to now</param>
/// <param name="Zone">that days are cut in; null for the owner's</param>
/// <param name="Where">tenants by the ids that their application gave them</param>
internal sealed record MetricQuestion(
    string Name,
    IReadOnlyList<string> Metrics,
    DateOnly? From,
    DateOnly? To,
    string? Grain,
    string? Zone,
    IReadOnlyList<string> By,
    IReadOnlyList<MetricFilter> Where
)
{
    private const int AtOnce = 10;

    /// <summary>Counts different people on a day, and is refused for longer.</summary>
    private const string OnADay = "members.active";

    private static readonly string[] s_clock = ["hour", "weekday"];

    /// <summary>The moment at which the console answered; what isn't over is of then.</summary>
    public DateTimeOffset? Now { get; init; }

    /// <summary>Everything that the catalogue declares: every grain, every dimension and pairs of them, filters, other zones, the clock, and today.</summary>
    /// <param name="months">whole days, from the first of a month on</param>
    /// <param name="turn">days around the last change of the clock</param>
    /// <param name="elsewhere">a zone that isn't the owner's</param>
    /// <param name="isMixed">also pairs of dimensions, filters, and months of each value</param>
    public static IEnumerable<MetricQuestion> All(
        IReadOnlyList<JsonElement> catalogue,
        (DateOnly From, DateOnly To) months,
        (DateOnly From, DateOnly To) turn,
        string elsewhere,
        bool isMixed
    )
    {
        var past = catalogue.Where(HasPast).ToList();
        var longer = past.Where(metric => Id(metric) != OnADay).ToList();
        var hourly = past.Where(IsHourly).ToList();
        var month = (From: months.To.AddDays(-29), months.To);
        var dimensions = catalogue.SelectMany(Dimensions).Distinct(StringComparer.Ordinal).Except(["status"]).ToList(); // how it was isn't kept

        IEnumerable<MetricQuestion>[] all =
        [
            Of("day", past, months, "day"),
            Of("week", longer, months, "week"),
            Of("month", longer, months, "month"),
            Of("range", longer, months),
            Of("hours", hourly, turn, "hour"),
            Of("elsewhere", hourly, turn, "day", elsewhere),
            Of("elsewhere by country", [.. hourly.Where(HasAnyZone).Where(Cuts("country"))], month, zone: elsewhere, by: ["country"]),
            .. dimensions.Select(name => Of($"by {name}", [.. longer.Where(Cuts(name))], month, by: [name])),
            .. s_clock.Select(name => Of($"by {name}", [.. hourly.Where(CanBeAdded)], months, by: [name])),
            Of("by weekday and hour", [.. hourly.Where(CanBeAdded)], months, by: ["weekday", "hour"]),
            Of("now", catalogue, days: null),
            .. dimensions.Append("status").Select(name => Of($"now by {name}", [.. catalogue.Where(Cuts(name))], days: null, by: [name])),
        ];
        IEnumerable<MetricQuestion>[] mixed =
        [
            .. dimensions.Select(name => Of($"months by {name}", [.. longer.Where(CanBeAdded).Where(Cuts(name))], months, "month", by: [name])),
            .. dimensions.SelectMany(name =>
                longer
                    .Where(metric => !CanBeAdded(metric))
                    .Where(Cuts(name))
                    .Select(metric => Of($"months of {Id(metric)} by {name}", [metric], months, "month", by: [name]))
            ), // alone, so that its values are its own
            .. Pairs.Select(pair =>
                Of($"by {pair.One} and {pair.Other}", [.. longer.Where(Cuts(pair.One)).Where(Cuts(pair.Other))], month, by: [pair.One, pair.Other])
            ),
            .. Filters.Select(filter => Of($"where {filter.Dimension}", [.. longer.Where(Cuts(filter.Dimension))], month, where: [filter])),
            .. Filters.Select(filter =>
                Of(
                    $"by country where {filter.Dimension}",
                    [.. longer.Where(Cuts("country")).Where(Cuts(filter.Dimension))],
                    month,
                    by: ["country"],
                    where: [filter]
                )
            ),
            Of("by plan where plan", [.. longer.Where(Cuts("plan"))], month, by: ["plan"], where: [Filters[0]]),
        ];
        return all.Concat(isMixed ? mixed : []).SelectMany(questions => questions);
    }

    private static readonly (string One, string Other)[] Pairs = [("plan", "country"), ("role", "source"), ("tenant", "country")];

    private static readonly MetricFilter[] Filters =
    [
        new("plan", ["studio", "extra-room", null]), // many hold both
        new("country", ["CH", "FR", "US", "JP"]),
        new("role", ["client"]),
        new("tenant", ["studio-3"]),
    ];

    private static IEnumerable<MetricQuestion> Of(
        string name,
        IReadOnlyList<JsonElement> metrics,
        (DateOnly From, DateOnly To)? days,
        string? grain = null,
        string? zone = null,
        IReadOnlyList<string>? by = null,
        IReadOnlyList<MetricFilter>? where = null
    ) =>
        metrics
            .Select(Id)
            .Chunk(AtOnce)
            .Select((some, place) => new MetricQuestion($"{name} {place + 1}", some, days?.From, days?.To, grain, zone, by ?? [], where ?? []));

    private static string Id(JsonElement metric) => metric.GetProperty("id").GetString()!;

    private static bool HasPast(JsonElement metric) => metric.GetProperty("has_past").GetBoolean();

    private static bool HasAnyZone(JsonElement metric) => metric.GetProperty("any_zone").GetBoolean();

    private static bool IsHourly(JsonElement metric) => metric.GetProperty("min_grain").GetString() == "hour";

    private static bool CanBeAdded(JsonElement metric) => metric.GetProperty("kind").GetString() is "flow" or "peak";

    private static IEnumerable<string> Dimensions(JsonElement metric) =>
        metric.GetProperty("dimensions").EnumerateArray().Select(dimension => dimension.GetProperty("name").GetString()!);

    private static Func<JsonElement, bool> Cuts(string name) => metric => Dimensions(metric).Contains(name);
}
