using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Kernel.Metrics;

/// <summary>A query that was understood: whose numbers, of when, cut how. What each metric can't answer is refused by <see cref="MetricRules"/>.</summary>
/// <param name="Tenant">the one tenant that the caller may see or asks for; null for all</param>
/// <param name="IsOwnersZone">days begin when the read models' days do</param>
internal sealed record Question(
    MetricQuery Query,
    Population Population,
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
    private const int MostMetrics = 40;
    private const int MostValues = 500;
    private const int UsualValues = 50;

    /// <summary>Beyond this a chart is a cloud, and a file is better asked for in parts.</summary>
    public const int MostPoints = 10_000;

    /// <summary>Of some tenants: what is kept for the whole platform is no answer.</summary>
    public bool IsNarrow => Tenant is not null || Bound.Now is not null;

    public int Limit => Query.Limit ?? UsualValues;

    /// <summary>Cut by the clock: the hour or the weekday of what happened.</summary>
    public bool IsByClock => Dimensions.Any(ClockDimension.IsOne);

    /// <exception cref="Problem">400 in the asker's words</exception>
    public static async Task<Question> Read(MetricQuery query, MetricCatalogue catalogue, Caller caller, Work work)
    {
        if (query.Metrics.Count is 0 or > MostMetrics || query.Metrics.Distinct(StringComparer.Ordinal).Count() != query.Metrics.Count)
            throw Problem.Invalid("metrics", $"must contain 1 to {MostMetrics} different metrics.");
        var metrics = await catalogue.Find(query.Metrics, work);
        var owner = await Owner.Read(work);
        var zone =
            Zone.Find(query.Zone ?? owner.Zone)
            ?? throw Problem.Invalid("zone", $"{query.Zone ?? owner.Zone} is not a time zone. Use an IANA name, such as Europe/Berlin.");
        var range = RangeReader.Read(query.Range, zone, owner.Now);
        var question = new Question(
            query,
            await Populations.Shown(caller, work),
            caller.OnlyTenant ?? Single(query.Filters),
            zone,
            zone.Id == owner.Zone,
            owner.Currency,
            owner.Now,
            range,
            query.Compare switch
            {
                null => null,
                Comparison.PreviousPeriod => range.Before(zone, owner.Now),
                _ => range.YearBefore(zone, owner.Now),
            },
            metrics,
            query.Dimensions ?? [],
            query.Filters ?? []
        );
        question.Check(caller);
        return question;
    }

    /// <summary>Asks for one metric of the whole platform in the owner's zone, today; whoever keeps numbers changes what it needs.</summary>
    public static async Task<Question> OfPlatform(Metric metric, Population population, Work work)
    {
        var owner = await Owner.Read(work);
        var zone = Zone.FirstOf(owner.Zone);
        var today = Period.This(Stretch.Day, zone, owner.Now);
        return new(new([metric.Id], new(This: Stretch.Day)), population, null, zone, true, owner.Currency, owner.Now, today, null, [metric], [], []);
    }

    /// <summary>The pieces of a range that this is about.</summary>
    public IReadOnlyList<Bucket> Buckets(Period range, Grain? grain) => Zone.Buckets(range.StartsAt, range.EndsAt, grain, Now);

    private void Check(Caller caller)
    {
        if (Dimensions.Count > 2 || Dimensions.Distinct(StringComparer.Ordinal).Count() != Dimensions.Count)
            throw Problem.Invalid("dimensions", "must contain at most two different dimensions.");
        if (Query.Limit is < 1 or > MostValues)
            throw Problem.Invalid("limit", $"must be a number from 1 to {MostValues}.");
        if (Query.Order is not (null or "-value" or "value" or "name"))
            throw Problem.Invalid("order", "must be one of -value, value, name.");
        if (Filters.DistinctBy(filter => filter.Dimension).Count() != Filters.Count)
            throw Problem.Invalid("filters", "contain a dimension twice. Use one filter with several values.");
        if (Filters.Any(filter => filter.Any.Count is 0 or > MostValues || filter.Any.Any(value => value?.Contains('\0', StringComparison.Ordinal) == true)))
            throw Problem.Invalid("filters", $"must have 1 to {MostValues} values each.");
        if (OfTenants(Filters)?.Any.Any(id => id is null || !caller.MaySee(id)) == true)
            throw Problem.NotFound("tenant", [.. OfTenants(Filters)!.Any.OfType<string>()]);
        if (IsByClock && (Query.Grain is not null || Query.Compare is not null || Filters.Any(filter => ClockDimension.IsOne(filter.Dimension))))
            throw Problem.Invalid("dimensions", "hour and weekday can't be combined with a grain, a comparison or a filter on them.");
        var points = (long)Metrics.Count * Pieces() * (Dimensions.Count == 0 || IsByClock ? 1 : Limit);
        if (points > MostPoints)
            throw Problem.Invalid(
                "grain",
                $"would return up to {points} numbers, but at most {MostPoints} are allowed. Use a coarser grain, a shorter range or fewer values."
            );
    }

    private static MetricFilter? OfTenants(IReadOnlyList<MetricFilter>? filters) =>
        filters?.FirstOrDefault(filter => filter.Dimension == Dimension.Tenant.Name);

    private static string? Single(IReadOnlyList<MetricFilter>? filters) => OfTenants(filters)?.Any is [var only] ? only : null;

    private int Pieces() =>
        Query.Grain switch
        {
            null => 1,
            Grain.Hour => (int)(Range.EndsAt - Range.StartsAt).TotalHours,
            _ => Buckets(Range, Query.Grain).Count,
        };

    private sealed record Owner(string Zone, string Currency, DateTimeOffset Now)
    {
        public static async Task<Owner> Read(Work work) => (await work.One<Owner>("select zone, currency, now() from core.reporting"))!; // the row is always there
    }
}
