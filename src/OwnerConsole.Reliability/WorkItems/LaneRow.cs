namespace OwnerConsole.Reliability.WorkItems;

/// <summary>A lane with something in it.</summary>
/// <param name="About">the name of what it is about, such as an endpoint's host; null when it has none</param>
/// <param name="Kind">of the work at its head</param>
/// <param name="Waiting">items in it</param>
/// <param name="OldestAt">when the oldest of them was asked for</param>
/// <param name="NextAt">when it goes on; in the past while it is due</param>
/// <param name="Failures">of its head so far</param>
/// <param name="Error">of its head's last attempt</param>
/// <param name="DoneAt">when something of it was last carried out</param>
public sealed record LaneRow(
    string Lane,
    string? About,
    LaneState State,
    string Kind,
    long Waiting,
    DateTimeOffset OldestAt,
    DateTimeOffset NextAt,
    int Failures,
    string? Error,
    DateTimeOffset? DoneAt
);
