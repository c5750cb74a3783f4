namespace OwnerConsole.Metrics.Ingest;

/// <summary>Result for the events of a request. Rejected events are stored as dead letters.</summary>
/// <param name="Accepted">Number of events that were stored.</param>
/// <param name="Duplicates">Number of events ingested before, by source and id, and not counted again.</param>
/// <param name="Rejected">Events that were not stored, each with its reason.</param>
public sealed record IntakeResult(int Accepted, int Duplicates, IReadOnlyList<RejectedItem> Rejected);

/// <param name="Index">Position in the request, starting at 0.</param>
/// <param name="Reason">Stable reason for programs.</param>
/// <param name="Detail">Advice on how to fix it.</param>
public sealed record RejectedItem(int Index, string Reason, string Detail);
