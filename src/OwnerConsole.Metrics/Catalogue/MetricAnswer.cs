using OwnerConsole.Data;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Metrics.Catalogue;

/// <summary>Result of a metric query. Tiles, charts, CSV, Excel and JSON show these numbers and compute nothing themselves.</summary>
/// <param name="Range">Range of the numbers.</param>
/// <param name="Compared">Range that they are compared with; null without comparison.</param>
/// <param name="Grain">Length of the buckets; null for one number for the whole range.</param>
/// <param name="Dimensions">Dimensions that the numbers are grouped by.</param>
/// <param name="AsOf">Time as of which the numbers were known; null for now.</param>
/// <param name="ComputedAt">Time of the database clock.</param>
/// <param name="Metrics">Numbers of each metric.</param>
public sealed record MetricAnswer(
    Mode Mode,
    ResultRange Range,
    ResultRange? Compared,
    Grain? Grain,
    IReadOnlyList<string> Dimensions,
    DateTimeOffset? AsOf,
    DateTimeOffset ComputedAt,
    IReadOnlyList<MetricResult> Metrics
);

/// <param name="From">Start of the range.</param>
/// <param name="To">End of the range, exclusive.</param>
/// <param name="Zone">IANA time zone of the range.</param>
/// <param name="Words">Readable description including the zone.</param>
/// <param name="Partial">Whether the range includes now, so that its numbers still change.</param>
public sealed record ResultRange(DateTimeOffset From, DateTimeOffset To, string Zone, string Words, bool Partial);

/// <summary>Numbers of one metric.</summary>
/// <param name="Unit">Unit: count, money, share, seconds, or the unit of a meter.</param>
/// <param name="Currency">Currency of money, given in minor units; null otherwise.</param>
/// <param name="Good">Direction in which a change is good.</param>
/// <param name="Kind">How the numbers are calculated.</param>
/// <param name="Description">Definition of the metric.</param>
/// <param name="Version">Version of the definition.</param>
/// <param name="Fingerprint">Fingerprint of the statement used.</param>
/// <param name="Freshness">Whether all data is included.</param>
/// <param name="IsComplete">False if one row can have several values of the dimension, so that the groups add up to more than the total.</param>
/// <param name="IsCut">Whether the dimension has more values than requested.</param>
/// <param name="Groups">Groups by dimension values; without dimensions, one group with an empty key.</param>
public sealed record MetricResult(
    string Id,
    string Title,
    string Unit,
    string? Currency,
    GoodDirection Good,
    MetricKind Kind,
    string Description,
    int Version,
    string Fingerprint,
    Freshness Freshness,
    bool IsComplete,
    bool IsCut,
    IReadOnlyList<MetricGroup> Groups
);

/// <param name="Key">Value of each dimension; null means unknown.</param>
/// <param name="Total">Total over the range; null for series whose numbers can't be added up.</param>
/// <param name="Points">One point per bucket if a grain is set; empty otherwise.</param>
public sealed record MetricGroup(IReadOnlyDictionary<string, string?> Key, Figure? Total, IReadOnlyList<MetricPoint> Points);

/// <param name="From">Start of the bucket.</param>
/// <param name="To">End of the bucket, exclusive.</param>
/// <param name="Partial">Whether the bucket has not ended or is only partly in the range.</param>
/// <param name="Figure">The number.</param>
/// <param name="Revision">How often a closed bucket was recalculated; 0 if computed just now.</param>
public sealed record MetricPoint(DateTimeOffset From, DateTimeOffset To, bool Partial, Figure Figure, int Revision);

/// <summary>A number and its components.</summary>
/// <param name="Value">Value; null if there is none, never 0 instead.</param>
/// <param name="Num">Numerator of a ratio, or the number itself.</param>
/// <param name="Den">Denominator of a ratio.</param>
/// <param name="N">Number of rows behind it.</param>
/// <param name="Reason">Reason why there is no value.</param>
/// <param name="Previous">Value of the comparison period.</param>
/// <param name="Change">Value minus previous.</param>
/// <param name="ChangeShare">Change relative to previous; null if that is 0.</param>
public sealed record Figure(
    decimal? Value,
    decimal? Num,
    decimal? Den,
    long N,
    string? Reason = null,
    decimal? Previous = null,
    decimal? Change = null,
    decimal? ChangeShare = null
);

/// <param name="CompleteAt">Time up to which all data is included.</param>
/// <param name="Cause">For the state failed: why there are no numbers.</param>
public sealed record Freshness(FreshnessState State, DateTimeOffset? CompleteAt, string? Cause = null);

/// <summary>Whether a number is up to date.</summary>
public enum FreshnessState
{
    Live,

    /// <summary>Data has been waiting for longer than expected to be counted.</summary>
    Stale,
    Failed,
}
