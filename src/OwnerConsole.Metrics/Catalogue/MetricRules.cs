using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Metrics.Catalogue;

/// <summary>Rejects queries that a metric can't answer exactly.</summary>
internal static class MetricRules
{
    /// <summary>Maximum hours for grouping by hour or weekday: slightly more than three years.</summary>
    private const int MaxHours = 30_000;

    /// <returns>How the query is answered.</returns>
    /// <exception cref="Problem">400 that explains the alternative.</exception>
    public static MetricPath Check(Metric metric, ParsedMetricQuery question)
    {
        var path = MetricPath.Of(metric, question);
        Dimensions(metric, path, question);
        CheckPast(metric, question);
        CheckCombination(metric, question);
        var grain = question.IsByClock ? Grain.Hour : question.Query.Grain;
        if (grain < (path.IsByDay ? Grain.Day : metric.MinGrain))
            throw Problem.Invalid(
                "grain",
                $"{metric.Id} has no hourly data{(path.IsByDay && metric.Platform is not null ? " for single tenants" : "")}. Use grain day, week or month."
            );
        if (question.IsByClock && metric.Kind is not (MetricKind.Flow or MetricKind.Peak))
            throw Problem.Invalid("dimensions", $"{metric.Id} can't be grouped by hour or weekday, because its hourly values can't be added up.");
        if (question.IsByClock && (question.Range.EndsAt - question.Range.StartsAt).TotalHours > MaxHours)
            throw Problem.Invalid("range", "must be at most three years to group by hour or weekday.");
        if (path.IsByDay)
            CheckDays(metric, question);
        if (
            metric is { Kind: MetricKind.Distinct, AffectedDays: 0 }
            && question.Buckets(question.Range, grain).Any(bucket => bucket.FirstDay != bucket.LastDay)
        )
            throw Problem.Invalid(
                "grain",
                $"{metric.Id} counts distinct values per day, so days can't be added up. Use grain day, or a metric over 7 or 30 days."
            );
        return path;
    }

    private static void Dimensions(Metric metric, MetricPath path, ParsedMetricQuery question)
    {
        foreach (
            var (field, name) in question
                .Dimensions.Select(name => ("dimensions", name))
                .Concat(question.Filters.Select(filter => ("filters", filter.Dimension)))
        )
        {
            if (ClockDimension.IsOne(name))
                continue;
            if (path.Find(name) is not { } dimension)
                throw Problem.Invalid(field, $"{metric.Id} can't be grouped by {name}. Allowed dimensions: {string.Join(", ", Names(metric))}.");
            if (path.Platform is null && dimension.Platform is not null && dimension.Sql.Length == 0)
                throw Problem.Invalid(field, $"{metric.Id} by {name} is available for the whole platform only, without other dimensions or filters.");
            if (!dimension.HasPast && !IsNow(question))
                throw Problem.Invalid(
                    field,
                    $"The history of {dimension.Description} isn't stored. Request {metric.Id} by {name} without a grain, for a range that ends now."
                );
        }
    }

    private static void CheckCombination(Metric metric, ParsedMetricQuery question)
    {
        if (metric.Kind is not MetricKind.Peak || question.Tenant is not null || question.Dimensions.Contains(Dimension.Tenant.Name))
            return;
        if (question.IsNarrow)
            throw new Problem(
                403,
                TenantScope.RefusalCode,
                $"{metric.Id} isn't available for several tenants together, and you have access to some tenants only. Filter by one tenant, or group by tenant."
            );
        if (question.Filters.Any(filter => filter.Dimension == Dimension.Tenant.Name))
            throw Problem.Invalid("filters", $"{metric.Id} isn't available for several tenants together. Filter by one tenant, or group by tenant.");
    }

    private static void CheckPast(Metric metric, ParsedMetricQuery question)
    {
        if (question.Query.AsOf is { } asOf && (!metric.TakesAsOf || asOf > question.Now))
            throw Problem.Invalid(
                "as_of",
                metric.TakesAsOf ? "must not be in the future." : $"can't be used with {metric.Id}, which doesn't store earlier versions."
            );
        if (!metric.HasPast && (!IsNow(question) || question.Compared is not null))
            throw Problem.Invalid("range", $"{metric.Id} has no history. Request it without a grain or a comparison, for a range that ends now.");
    }

    /// <summary>Checks for metrics computed from days in the reporting time zone.</summary>
    private static void CheckDays(Metric metric, ParsedMetricQuery question)
    {
        if (!question.IsOwnersZone)
            throw Problem.Invalid("zone", $"{metric.Id} is stored by days of the reporting time zone and isn't available in {question.Zone.Id}. Omit zone.");
        if (
            question.Buckets(question.Range, null) is [var all]
            && (all.StartsAt != question.Zone.StartOf(all.FirstDay) || (!all.IsOpen && all.EndsAt != question.Zone.StartOf(all.LastDay.AddDays(1))))
        )
            throw Problem.Invalid("range", $"{metric.Id} is stored by day. Request whole days.");
    }

    private static bool IsNow(ParsedMetricQuery question) => question.Query.Grain is null && question.Range.EndsAt >= question.Now;

    private static IEnumerable<string> Names(Metric metric) =>
        metric.Dimensions.Append(Dimension.Tenant).Select(dimension => dimension.Name).Concat(metric.MinGrain is Grain.Hour ? ClockDimension.All : []);
}
