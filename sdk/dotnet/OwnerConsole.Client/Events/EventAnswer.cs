namespace OwnerConsole.Client;

/// <summary>What became of a request's events.</summary>
/// <param name="Duplicates">taken in before, and not counted again</param>
public sealed record EventAnswer(int Accepted, int Duplicates, IReadOnlyList<EventAnswer.Item> Rejected)
{
    /// <param name="Index">its place in the request, from 0</param>
    public sealed record Item(int Index, string Reason, string Detail);
}
