using OwnerConsole.Metrics.Ingest;

namespace OwnerConsole.Metrics.Catalogue;

/// <summary>Data source of a metric, and how to tell up to when it is complete.</summary>
/// <param name="Name">Stable name for programs.</param>
/// <param name="CompleteSql">Query that returns the time up to which all data is included; null if it is always complete.</param>
public sealed record MetricBasis(string Name, string? CompleteSql = null)
{
    /// <summary>Maximum lag before a number is considered stale.</summary>
    public TimeSpan MaxLag { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Whether changes to past days are recorded in core.stale_days, so that numbers of these days can be stored.</summary>
    public bool MarksChangedDays { get; init; }

    /// <summary>Data written in the transaction that reports or changes it.</summary>
    public static readonly MetricBasis Facts = new("facts") { MarksChangedDays = true };

    /// <summary>Data projected from events.</summary>
    public static readonly MetricBasis Events = new(
        "events",
        $"select least((select reproject_requested_at from core.projection), coalesce(({IntakeCounts.FirstUnfolded}), now()))"
    )
    {
        MarksChangedDays = true,
    };
}
