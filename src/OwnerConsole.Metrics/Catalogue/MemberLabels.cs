using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Metrics.Catalogue;

/// <summary>
/// Queries metrics with the owner's labels: if the label for members names one role, member metrics count that role and members without a reported
/// role.
/// </summary>
public static class MemberLabels
{
    private const string Family = "members.";

    /// <summary>
    /// Dimension shown on the page that explains a member metric, so that the role is visible; null if the label means all members.
    /// </summary>
    public static string? DimensionOf(string metric) => IsMemberMetric(metric) && PlatformWords.Current.MemberRole is not null ? "role" : null;

    /// <inheritdoc cref="DimensionOf(string)"/>
    public static string? DimensionOf(Metric metric) => HasRole(metric) ? DimensionOf(metric.Id) : null;

    /// <param name="ask">Function that answers a query, such as the executor.</param>
    /// <returns>One answer with the metrics in the order of the query.</returns>
    public static Task<MetricAnswer> Ask(MetricQuery query, Func<MetricQuery, Task<MetricAnswer>> ask) => Ask(query, IsMemberMetric, ask);

    /// <inheritdoc cref="Ask(MetricQuery, Func{MetricQuery, Task{MetricAnswer}})"/>
    /// <param name="metrics">Metrics of the query. Those that can't be limited to a role count all members.</param>
    public static Task<MetricAnswer> Ask(MetricQuery query, IEnumerable<Metric> metrics, Func<MetricQuery, Task<MetricAnswer>> ask) =>
        Ask(query, metrics.Where(HasRole).Select(metric => metric.Id).Where(IsMemberMetric).ToHashSet(StringComparer.Ordinal).Contains, ask);

    private static async Task<MetricAnswer> Ask(MetricQuery query, Func<string, bool> isOfRole, Func<MetricQuery, Task<MetricAnswer>> ask)
    {
        if (PlatformWords.Current.MemberRole is not { } role || !query.Metrics.Any(isOfRole))
            return await ask(query);
        var ofRole = await ask(
            query with
            {
                Metrics = [.. query.Metrics.Where(isOfRole)],
                Filters = [.. query.Filters ?? [], new MetricFilter("role", [role, null])],
            }
        );
        if (ofRole.Metrics.Count == query.Metrics.Count)
            return ofRole;
        var others = await ask(query with { Metrics = [.. query.Metrics.Where(metric => !isOfRole(metric))] });
        var found = ofRole.Metrics.Concat(others.Metrics).ToDictionary(metric => metric.Id, StringComparer.Ordinal);
        return others with { Metrics = [.. query.Metrics.Select(metric => found[metric])] };
    }

    private static bool HasRole(Metric metric) => metric.Dimensions.Any(dimension => dimension.Name == "role");

    private static bool IsMemberMetric(string metric) => metric.StartsWith(Family, StringComparison.Ordinal);
}
