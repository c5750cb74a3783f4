namespace OwnerConsole.Client;

/// <summary>Result of a request with events.</summary>
/// <param name="Duplicates">Number of events that were ingested before and are not counted again.</param>
public sealed record EventAnswer(int Accepted, int Duplicates, IReadOnlyList<EventAnswer.Item> Rejected)
{
    /// <param name="Index">Zero-based position in the request.</param>
    public sealed record Item(int Index, string Reason, string Detail);
}
