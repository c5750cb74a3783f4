namespace OwnerConsole.Kernel.Metrics;

/// <summary>Which of a metric's statements answers a question: over the whole platform where nothing asks for tenants, else over tenants' rows.</summary>
/// <param name="Platform">the statement over the whole platform; null for tenants' rows</param>
/// <param name="Value">the dimension whose values that statement answers</param>
internal sealed record MetricPath(Metric Metric, string? Platform, Dimension? Value)
{
    public bool IsByDay => Platform is null && Metric.IsByDay;

    public static MetricPath Of(Metric metric, Question question)
    {
        var named = question
            .Dimensions.Concat(question.Filters.Select(filter => filter.Dimension))
            .Where(name => !ClockDimension.IsOne(name))
            .Distinct()
            .ToList();
        return question.IsNarrow || metric.Platform is null ? new(metric, null, null)
            : named.Count == 0 ? new(metric, metric.Platform, null)
            : named.Count == 1 && metric.Dimensions.FirstOrDefault(one => one.Name == named[0]) is { Platform: { } platform } value
                ? new(metric, platform, value)
            : new(metric, null, null);
    }

    public Dimension? Find(string name) => name == Dimension.Tenant.Name ? Dimension.Tenant : Metric.Dimensions.FirstOrDefault(one => one.Name == name);
}
