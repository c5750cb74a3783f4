using System.Text.Json;
using OwnerConsole.Metrics.Catalogue;

namespace OwnerConsole.Tests.World;

/// <summary>A metrics query that is answered twice: by the console's public API and by tests/evaluator.</summary>
/// <param name="From">the first day; null for today so far</param>
/// <param name="Zone">the zone of the days; null for the owner's zone</param>
/// <param name="Where">filters; tenants are given by their external ids</param>
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
    private const int MaxMetricsPerQuery = 10;

    /// <summary>A metric that counts distinct members of a day, and is refused for longer ranges.</summary>
    private const string DailyOnly = "members.active";

    private static readonly string[] s_clock = ["hour", "weekday"];

    /// <summary>The time of the console's answer, at which incomplete periods are evaluated.</summary>
    public DateTimeOffset? Now { get; init; }

    /// <summary>
    /// Queries everything that the catalogue declares: every grain, every dimension and pairs of them, filters, other zones, hours, weekdays, and today.
    /// </summary>
    /// <param name="months">complete days, from the first of a month</param>
    /// <param name="turn">days around the last clock change</param>
    /// <param name="elsewhere">a zone other than the owner's</param>
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
        var longer = past.Where(metric => Id(metric) != DailyOnly).ToList();
        var hourly = past.Where(IsHourly).ToList();
        var month = (From: months.To.AddDays(-29), months.To);
        var dimensions = catalogue.SelectMany(Dimensions).Distinct(StringComparer.Ordinal).Except(["status"]).ToList(); // there is no history of the status

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
            ), // one metric per query, so that its top values are its own
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
        new("plan", ["studio", "extra-room", null]), // many tenants have both
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
            .Chunk(MaxMetricsPerQuery)
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
