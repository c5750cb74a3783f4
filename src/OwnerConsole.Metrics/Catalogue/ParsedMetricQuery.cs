using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Metrics.Catalogue;

/// <summary>
/// A validated query: which tenants, which time and which dimensions. <see cref="MetricRules"/> rejects what a metric can't answer.
/// </summary>
/// <param name="Tenant">The single tenant that the caller can see or requests; null for all.</param>
/// <param name="IsOwnersZone">Whether days start at the same time as in the read models.</param>
internal sealed record ParsedMetricQuery(
    MetricQuery Query,
    Mode Mode,
    string? Tenant,
    Zone Zone,
    bool IsOwnersZone,
    string Currency,
    DateTimeOffset Now,
    Period Range,
    Period? Compared,
    IReadOnlyList<Metric> Metrics,
    IReadOnlyList<string> Dimensions,
    IReadOnlyList<MetricFilter> Filters
)
{
    private const int MaxMetrics = 40;
    private const int MaxValues = 500;
    private const int DefaultValues = 50;

    /// <summary>A chart with more points is unreadable, and a file should be requested in parts.</summary>
    public const int MaxPoints = 10_000;

    /// <summary>Whether the query is limited to some tenants, so that platform-wide data can't be used.</summary>
    public bool IsNarrow => Tenant is not null || TenantScope.Current is not null;

    public int Limit => Query.Limit ?? DefaultValues;

    /// <summary>Whether the query groups by the hour or weekday of the activity.</summary>
    public bool IsByClock => Dimensions.Any(ClockDimension.IsOne);

    /// <exception cref="Problem">400: invalid query.</exception>
    public static async Task<ParsedMetricQuery> Read(MetricQuery query, MetricCatalogue catalogue, Caller caller, UnitOfWork work)
    {
        if (query.Metrics.Count is 0 or > MaxMetrics || query.Metrics.Distinct(StringComparer.Ordinal).Count() != query.Metrics.Count)
            throw Problem.Invalid("metrics", $"must contain 1 to {MaxMetrics} different metrics.");
        var metrics = await catalogue.Find(query.Metrics, work);
        var owner = await OwnerSettings.Read(work);
        var zone =
            Zone.Find(query.Zone ?? owner.Zone)
            ?? throw Problem.Invalid("zone", $"{query.Zone ?? owner.Zone} is not a time zone. Use an IANA name, such as Europe/Berlin.");
        var range = RangeReader.Read(query.Range, zone, owner.Now);
        var question = new ParsedMetricQuery(
            query,
            await Modes.Shown(caller, work),
            caller.OnlyTenant ?? Single(query.Filters),
            zone,
            zone.Id == owner.Zone,
            owner.Currency,
            owner.Now,
            range,
            query.Compare switch
            {
                null => null,
                Comparison.PreviousPeriod => range.PreviousPeriod(zone, owner.Now),
                _ => range.PreviousYear(zone, owner.Now),
            },
            metrics,
            query.Dimensions ?? [],
            query.Filters ?? []
        );
        question.Check(caller);
        return question;
    }

    /// <summary>Query for one metric of the whole platform in the reporting time zone, today; callers adjust what they need.</summary>
    public static async Task<ParsedMetricQuery> OfPlatform(Metric metric, Mode mode, UnitOfWork work)
    {
        var owner = await OwnerSettings.Read(work);
        var zone = Zone.FirstKnown(owner.Zone);
        var today = Period.This(CalendarUnit.Day, zone, owner.Now);
        return new(new([metric.Id], new(This: CalendarUnit.Day)), mode, null, zone, true, owner.Currency, owner.Now, today, null, [metric], [], []);
    }

    /// <summary>Buckets of a range.</summary>
    public IReadOnlyList<Bucket> Buckets(Period range, Grain? grain) => Zone.Buckets(range.StartsAt, range.EndsAt, grain, Now);

    private void Check(Caller caller)
    {
        if (Dimensions.Count > 2 || Dimensions.Distinct(StringComparer.Ordinal).Count() != Dimensions.Count)
            throw Problem.Invalid("dimensions", "must contain at most two different dimensions.");
        if (Query.Limit is < 1 or > MaxValues)
            throw Problem.Invalid("limit", $"must be a number from 1 to {MaxValues}.");
        if (Query.Order is not (null or "-value" or "value" or "name"))
            throw Problem.Invalid("order", "must be one of -value, value, name.");
        if (Filters.DistinctBy(filter => filter.Dimension).Count() != Filters.Count)
            throw Problem.Invalid("filters", "contain a dimension twice. Use one filter with several values.");
        if (Filters.Any(filter => filter.Any.Count is 0 or > MaxValues || filter.Any.Any(value => value?.Contains('\0', StringComparison.Ordinal) == true)))
            throw Problem.Invalid("filters", $"must have 1 to {MaxValues} values each.");
        if (OfTenants(Filters)?.Any.Any(id => id is null || !caller.CanSee(id)) == true)
            throw Problem.NotFound("tenant", [.. OfTenants(Filters)!.Any.OfType<string>()]);
        if (IsByClock && (Query.Grain is not null || Query.Compare is not null || Filters.Any(filter => ClockDimension.IsOne(filter.Dimension))))
            throw Problem.Invalid("dimensions", "hour and weekday can't be combined with a grain, a comparison or a filter on them.");
        var points = (long)Metrics.Count * CountPoints() * (Dimensions.Count == 0 || IsByClock ? 1 : Limit);
        if (points > MaxPoints)
            throw Problem.Invalid(
                "grain",
                $"would return up to {points} numbers, but at most {MaxPoints} are allowed. Use a coarser grain, a shorter range or fewer values."
            );
    }

    private static MetricFilter? OfTenants(IReadOnlyList<MetricFilter>? filters) =>
        filters?.FirstOrDefault(filter => filter.Dimension == Dimension.Tenant.Name);

    private static string? Single(IReadOnlyList<MetricFilter>? filters) => OfTenants(filters)?.Any is [var only] ? only : null;

    private int CountPoints() =>
        Query.Grain switch
        {
            null => 1,
            Grain.Hour => (int)(Range.EndsAt - Range.StartsAt).TotalHours,
            _ => Buckets(Range, Query.Grain).Count,
        };

    private sealed record OwnerSettings(string Zone, string Currency, DateTimeOffset Now)
    {
        public static async Task<OwnerSettings> Read(UnitOfWork work) => (await work.One<OwnerSettings>("select zone, currency, now() from core.reporting"))!; // always exists.
    }
}
