namespace OwnerConsole.Insights.Explore;

/// <summary>A group of metrics in the list, from the first part of their IDs.</summary>
/// <param name="Name">Name for element IDs.</param>
/// <param name="Order">Position in the list.</param>
internal sealed record MetricArea(string Name, string Title, int Order)
{
    private static readonly MetricArea s_revenue = new("revenue", "Revenue", 1),
        s_tenants = new("tenants", "Tenants", 2),
        s_members = new("members", "Members", 3),
        s_usage = new("usage", "Usage", 4);

    /// <returns>The area of a metric. Meters and metrics of other modules belong to usage.</returns>
    public static MetricArea Of(string metric) =>
        metric.Split('.')[0] switch
        {
            "mrr" or "revenue" or "customers" or "plan_items" => s_revenue,
            "tenants" or "trials" => s_tenants,
            "members" => s_members,
            _ => s_usage,
        };
}
