namespace OwnerConsole.Client;

/// <summary>A tenant or a member by both names.</summary>
/// <param name="Id">the console's, such as <c>tnt_…</c></param>
/// <param name="ExternalId">yours</param>
public sealed record Named(string Id, string ExternalId);
