using OwnerConsole.Kernel.Intakes;

namespace OwnerConsole.Kernel.Applications;

/// <summary>What is counted of the events that the application reports; whether a limit hangs on it is the owner's to say.</summary>
/// <param name="Key">stays for ever: the metric is <c>usage.{key}</c></param>
/// <param name="Name">as people read it</param>
/// <param name="Unit">what one is called</param>
/// <param name="EventType">of the events it hears</param>
/// <param name="Adds">how the values of its events become one</param>
/// <param name="Value">where the value stands in the event's data, such as <c>size.total</c>; null where events are only counted</param>
/// <param name="GroupBy">names in the event's data by which it can be cut</param>
public sealed record MeterReport(
    string Key,
    string Name,
    string Unit,
    string EventType,
    Adding Adds = Adding.Count,
    string? Value = null,
    IReadOnlyList<string>? GroupBy = null
)
{
    internal Meter Meter => new(Key, Name.Trim(), Unit.Trim(), EventType, Adds, MeterRules.Path(Adds, Value), GroupBy ?? [], Enforced: false);
}
