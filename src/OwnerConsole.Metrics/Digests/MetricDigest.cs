using OwnerConsole.Metrics.Catalogue;

namespace OwnerConsole.Metrics.Digests;

/// <summary>Current value of a metric, its change over 30 days and its daily values.</summary>
/// <param name="Figure">Value and change; null if the query failed.</param>
/// <param name="Trend">Daily values of 30 days including today; empty if past values aren't available.</param>
public sealed record MetricDigest(Metric Metric, MetricResult Result, DigestPeriod Period, Figure? Figure, IReadOnlyList<decimal?> Trend)
{
    /// <summary>False if nothing has been counted in the last 60 days. A ratio of 0 has a base and is data.</summary>
    public bool HasData =>
        Figure is { Value: { } value } figure && (value != 0 || Metric.Kind is MetricKind.Ratio || IsSome(figure.Previous) || Trend.Any(IsSome));

    private static bool IsSome(decimal? value) => value is not (null or 0);
}

/// <summary>Time that the value of a digest covers, and with it what it is compared with.</summary>
public enum DigestPeriod
{
    /// <summary>The state now, compared with 30 days ago.</summary>
    Now,

    /// <summary>The last 30 days, compared with the 30 days before.</summary>
    Days30,

    /// <summary>The last complete day, compared with the same 30 days earlier.</summary>
    Yesterday,

    /// <summary>The state now; past values aren't available.</summary>
    OnlyNow,
}
