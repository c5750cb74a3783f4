namespace OwnerConsole.Client;

/// <summary>Result of a request with events.</summary>
/// <param name="Duplicates">Number of events that were ingested before and are not counted again.</param>
public sealed record EventResult(int Accepted, int Duplicates, IReadOnlyList<EventResult.Rejection> Rejected)
{
    /// <param name="Index">Zero-based position in the request.</param>
    public sealed record Rejection(int Index, string Reason, string Detail);
}
