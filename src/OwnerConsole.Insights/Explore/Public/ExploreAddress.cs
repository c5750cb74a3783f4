using Microsoft.AspNetCore.Http;

namespace OwnerConsole.Insights.Explore.Public;

/// <summary>Where a number is explained: its definition, its series and the rows behind it.</summary>
/// <param name="Range">as a query says it: 30d, 12w, 12m</param>
/// <param name="By">the dimension it is cut by; null for none</param>
/// <param name="Tenant">the one tenant that it is of; null for all</param>
public sealed record ExploreAddress(string Metric, string Range = "30d", string? By = null, string? Tenant = null)
{
    public const string Home = "/explore";

    public string Path => $"{Home}?metric={Uri.EscapeDataString(Metric)}&range={Uri.EscapeDataString(Range)}{Part("by", By)}{Part("tenant", Tenant)}";

    public static ExploreAddress Of(IQueryCollection query) =>
        new(
            query["metric"].ToString(),
            query["range"].ToString() is { Length: > 0 } range ? range : "30d",
            query["by"].ToString() is { Length: > 0 } by ? by : null,
            query["tenant"].ToString() is { Length: > 0 } tenant ? tenant : null
        );

    private static string Part(string name, string? value) => value is null ? "" : $"&{name}={Uri.EscapeDataString(value)}";
}
