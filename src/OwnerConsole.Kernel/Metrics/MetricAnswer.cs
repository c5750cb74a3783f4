using OwnerConsole.Kernel.Identities;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Kernel.Metrics;

/// <summary>The numbers that were asked for. Tiles, charts, CSV, XLSX and JSON show this and compute nothing.</summary>
/// <param name="ComputedAt">the database's clock</param>
public sealed record MetricAnswer(
    Population Population,
    AnsweredRange Range,
    AnsweredRange? Compared,
    Grain? Grain,
    IReadOnlyList<string> Dimensions,
    DateTimeOffset? AsOf,
    DateTimeOffset ComputedAt,
    IReadOnlyList<MetricResult> Metrics
);

/// <param name="To">not included</param>
/// <param name="Words">as one would say it, with the zone</param>
/// <param name="Partial">now lies in it: its numbers go on changing</param>
public sealed record AnsweredRange(DateTimeOffset From, DateTimeOffset To, string Zone, string Words, bool Partial);

/// <summary>One metric's numbers.</summary>
/// <param name="Unit">count, money, share, seconds, or a meter's own</param>
/// <param name="Currency">of money, whose numbers are in its smallest unit; null otherwise</param>
/// <param name="Says">its definition</param>
/// <param name="Version">of the definition</param>
/// <param name="Fingerprint">of the statement that answered</param>
/// <param name="IsComplete">false where one row falls on several values of the dimension, so that the parts are more than the whole</param>
/// <param name="IsCut">there are more values of the dimension than were asked for</param>
/// <param name="Groups">without dimensions one, whose key is empty</param>
public sealed record MetricResult(
    string Id,
    string Title,
    string Unit,
    string? Currency,
    Good Good,
    MetricKind Kind,
    string Says,
    int Version,
    string Fingerprint,
    Freshness Freshness,
    bool IsComplete,
    bool IsCut,
    IReadOnlyList<MetricGroup> Groups
);

/// <param name="Key">the value of each dimension; null is "not known"</param>
/// <param name="Total">over the range; null where a series has none, because its numbers can't be added up</param>
/// <param name="Points">with a grain, one for each bucket; empty without</param>
public sealed record MetricGroup(IReadOnlyDictionary<string, string?> Key, Figure? Total, IReadOnlyList<MetricPoint> Points);

/// <param name="Partial">the bucket isn't over, or the range cuts it</param>
/// <param name="Revision">how often a closed bucket was computed anew since; 0 for what was computed just now</param>
public sealed record MetricPoint(DateTimeOffset From, DateTimeOffset To, bool Partial, Figure Figure, int Revision);

/// <summary>A number and what it is made of.</summary>
/// <param name="Value">null when there is none; never 0 instead</param>
/// <param name="Den">of a ratio</param>
/// <param name="N">rows behind it</param>
/// <param name="Reason">why there is no value</param>
/// <param name="Previous">the number it is compared with</param>
/// <param name="Change">value less previous</param>
/// <param name="ChangeShare">the change as a part of previous; null when that is 0</param>
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

/// <param name="CompleteAt">everything up to here is in the numbers</param>
/// <param name="Cause">of failed: why there are no numbers</param>
public sealed record Freshness(FreshnessState State, DateTimeOffset? CompleteAt, string? Cause = null);

/// <summary>Whether a number can be trusted to be of now.</summary>
public enum FreshnessState
{
    Live,

    /// <summary>Something waits longer than it should to be counted.</summary>
    Stale,
    Failed,
}
