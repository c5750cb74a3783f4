namespace OwnerConsole.Client;

/// <summary>A meter that aggregates events of the application.</summary>
/// <param name="Key">Permanent key, such as <c>stored_bytes</c>.</param>
/// <param name="Name">Display name.</param>
/// <param name="Unit">Name of one unit.</param>
/// <param name="EventType">Type of the events to aggregate.</param>
public sealed record DeclaredMeter(string Key, string Name, string Unit, string EventType)
{
    /// <summary>How values are aggregated.</summary>
    public MeterAggregation Adds { get; init; }

    /// <summary>Path of the value in the event's data, such as <c>size.total</c>; null to count events.</summary>
    public string? Value { get; init; }

    /// <summary>Fields of the event's data by which the meter can be grouped, at most 10.</summary>
    public IReadOnlyList<string> GroupBy { get; init; } = [];
}
