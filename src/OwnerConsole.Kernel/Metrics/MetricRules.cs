using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Kernel.Metrics;

/// <summary>What a metric can't answer, because it would have to be guessed.</summary>
internal static class MetricRules
{
    /// <summary>Hours of a cut by the clock: three years and some.</summary>
    private const int MostHours = 30_000;

    /// <returns>how the question is answered</returns>
    /// <exception cref="Problem">400 that says what to ask instead</exception>
    public static MetricPath Check(Metric metric, Question question)
    {
        var path = MetricPath.Of(metric, question);
        Dimensions(metric, path, question);
        Past(metric, question);
        Together(metric, question);
        var grain = question.IsByClock ? Grain.Hour : question.Query.Grain;
        if (grain < (path.IsByDay ? Grain.Day : metric.MinGrain))
            throw Problem.Invalid(
                "grain",
                $"{metric.Id} isn't kept by the hour{(path.IsByDay && metric.Platform is not null ? " for single tenants" : "")}; ask for day, week or month."
            );
        if (question.IsByClock && metric.Kind is not (MetricKind.Flow or MetricKind.Peak))
            throw Problem.Invalid("dimensions", $"{metric.Id} can't be cut by the clock: its numbers of several hours can't be added up.");
        if (question.IsByClock && (question.Range.EndsAt - question.Range.StartsAt).TotalHours > MostHours)
            throw Problem.Invalid("range", "is too long to be cut by the clock; three years at most.");
        if (path.IsByDay)
            Days(metric, question);
        if (metric is { Kind: MetricKind.Distinct, Reaches: 0 } && question.Buckets(question.Range, grain).Any(bucket => bucket.FirstDay != bucket.LastDay))
            throw Problem.Invalid(
                "grain",
                $"{metric.Id} counts different ones on a day, and the same one may come on two: days can't be added up. Ask for grain day, or for a metric of 7 or 30 days."
            );
        return path;
    }

    private static void Dimensions(Metric metric, MetricPath path, Question question)
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
                throw Problem.Invalid(field, $"{metric.Id} can't be cut by {name}. It can by: {string.Join(", ", Names(metric))}.");
            if (path.Platform is null && dimension.Platform is not null && dimension.Sql.Length == 0)
                throw Problem.Invalid(field, $"{metric.Id} by {name} is kept for the whole platform only, and by nothing else at the same time.");
            if (!dimension.HasPast && !IsNow(question))
                throw Problem.Invalid(field, $"How {dimension.Says} was isn't kept: ask for {metric.Id} by {name} without a grain and up to now.");
        }
    }

    private static void Together(Metric metric, Question question)
    {
        if (metric.Kind is not MetricKind.Peak || question.Tenant is not null || question.Dimensions.Contains(Dimension.Tenant.Name))
            return;
        if (question.IsNarrow)
            throw new Problem(
                403,
                Bound.Refusal,
                $"{metric.Id} of several tenants together isn't kept, and you see some of them only: ask for one, or by tenant."
            );
        if (question.Filters.Any(filter => filter.Dimension == Dimension.Tenant.Name))
            throw Problem.Invalid("filters", $"{metric.Id} of several tenants together isn't kept: ask for one, or by tenant.");
    }

    private static void Past(Metric metric, Question question)
    {
        if (question.Query.AsOf is { } asOf && (!metric.TakesAsOf || asOf > question.Now))
            throw Problem.Invalid("as_of", metric.TakesAsOf ? "lies ahead." : $"How {metric.Id} was known at an earlier time isn't kept.");
        if (!metric.HasPast && (!IsNow(question) || question.Compared is not null))
            throw Problem.Invalid("range", $"How {metric.Id} was isn't kept: ask for it without a grain or a comparison, and up to now.");
    }

    /// <summary>Read from days of the owner's zone.</summary>
    private static void Days(Metric metric, Question question)
    {
        if (!question.IsOwnersZone)
            throw Problem.Invalid(
                "zone",
                $"{metric.Id} is kept by days of the owner's zone; days of {question.Zone.Id} could only be guessed. Leave zone out."
            );
        if (
            question.Buckets(question.Range, null) is [var all]
            && (all.StartsAt != question.Zone.StartOf(all.FirstDay) || (!all.IsOpen && all.EndsAt != question.Zone.StartOf(all.LastDay.AddDays(1))))
        )
            throw Problem.Invalid("range", $"{metric.Id} is kept by days; ask for whole days.");
    }

    private static bool IsNow(Question question) => question.Query.Grain is null && question.Range.EndsAt >= question.Now;

    private static IEnumerable<string> Names(Metric metric) =>
        metric.Dimensions.Append(Dimension.Tenant).Select(dimension => dimension.Name).Concat(metric.MinGrain is Grain.Hour ? ClockDimension.All : []);
}
