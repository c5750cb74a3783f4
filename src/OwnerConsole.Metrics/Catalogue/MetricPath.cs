namespace OwnerConsole.Metrics.Catalogue;

/// <summary>
/// Selects the statement that answers a query: the platform-wide one if no tenants are requested, otherwise the one over tenants' rows.
/// </summary>
/// <param name="Platform">The platform-wide statement; null to use tenants' rows.</param>
/// <param name="Value">Dimension whose values the statement returns.</param>
internal sealed record MetricPath(Metric Metric, string? Platform, Dimension? Value)
{
    public bool IsByDay => Platform is null && Metric.IsByDay;

    public static MetricPath Of(Metric metric, ParsedMetricQuery question)
    {
        var named = question
            .Dimensions.Concat(question.Filters.Select(filter => filter.Dimension))
            .Where(name => !ClockDimension.IsOne(name))
            .Distinct()
            .ToList();
        return question.IsNarrow || metric.Platform is null ? new(metric, null, null)
            : named.Count == 0 ? new(metric, metric.Platform, null)
            : named.Count == 1 && metric.Dimensions.FirstOrDefault(dimension => dimension.Name == named[0]) is { Platform: { } platform } value
                ? new(metric, platform, value)
            : new(metric, null, null);
    }

    public Dimension? Find(string name) =>
        name == Dimension.Tenant.Name ? Dimension.Tenant : Metric.Dimensions.FirstOrDefault(dimension => dimension.Name == name);
}
