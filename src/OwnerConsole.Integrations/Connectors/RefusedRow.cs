namespace OwnerConsole.Integrations.Connectors;

/// <summary>A rejected row of a view.</summary>
/// <param name="View">Name of the view.</param>
/// <param name="Id">Value of the view's key column.</param>
/// <param name="Error">Reason, without values of the row.</param>
/// <param name="RejectedAt">When the row was rejected.</param>
public sealed record RejectedRow(string View, string Id, string Error, DateTimeOffset RejectedAt);
