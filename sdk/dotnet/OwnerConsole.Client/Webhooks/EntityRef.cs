namespace OwnerConsole.Client;

/// <summary>A tenant or member, identified by the console's ID and yours.</summary>
/// <param name="Id">ID in the console, such as <c>tnt_…</c>.</param>
/// <param name="ExternalId">Your ID.</param>
public sealed record EntityRef(string Id, string ExternalId);
