namespace OwnerConsole.Reliability.Connectors;

/// <summary>A row that can't be taken in.</summary>
/// <param name="Id">the view's key</param>
/// <param name="Why">in the owner's words, without a value of the row</param>
public sealed record RefusedRow(string View, string Id, string Why, DateTimeOffset RefusedAt);
