namespace OwnerConsole.Kernel.Applications;

/// <summary>A usage meter that counts the application's events. Limits on it are set by the owner.</summary>
/// <param name="Key">Permanent key; the metric is <c>usage.{key}</c>.</param>
/// <param name="Name">Display name.</param>
/// <param name="Unit">Name of one unit.</param>
/// <param name="EventType">Type of the counted events.</param>
/// <param name="Adds">How the values of events are aggregated.</param>
/// <param name="Value">Path of the value in the event's data, such as <c>size.total</c>; null to count events.</param>
/// <param name="GroupBy">Fields of the event's data that the meter can be broken down by.</param>
public sealed record MeterReport(
    string Key,
    string Name,
    string Unit,
    string EventType,
    AggregationKind Adds = AggregationKind.Count,
    string? Value = null,
    IReadOnlyList<string>? GroupBy = null
);
