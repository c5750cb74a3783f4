namespace OwnerConsole.Reliability.WorkItems;

/// <summary>A queue that has at least one job.</summary>
/// <param name="Lane">Name of the queue.</param>
/// <param name="About">Name of the resource the queue belongs to, such as an endpoint's host; null if it has none.</param>
/// <param name="State">State of the queue.</param>
/// <param name="Kind">Type of the next job.</param>
/// <param name="Waiting">Number of jobs in the queue.</param>
/// <param name="OldestAt">When the oldest job was created.</param>
/// <param name="NextAt">When the next attempt starts; in the past while the job is due.</param>
/// <param name="Failures">Failed attempts of the next job.</param>
/// <param name="Error">Error of the next job's last attempt.</param>
/// <param name="DoneAt">When a job of the queue last succeeded.</param>
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
