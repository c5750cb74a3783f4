namespace OwnerConsole.Client;

/// <summary>What is counted of the events that the application reports.</summary>
/// <param name="Key">stays for ever, such as <c>stored_bytes</c></param>
/// <param name="Name">as people read it</param>
/// <param name="Unit">what one is called</param>
/// <param name="EventType">of the events it hears</param>
public sealed record DeclaredMeter(string Key, string Name, string Unit, string EventType)
{
    /// <summary>How the values of its events become one.</summary>
    public MeterAdds Adds { get; init; }

    /// <summary>Where the value stands in the event's data, such as <c>size.total</c>; null where events are only counted.</summary>
    public string? Value { get; init; }

    /// <summary>Names in the event's data by which it can be cut, ten at most.</summary>
    public IReadOnlyList<string> GroupBy { get; init; } = [];
}
