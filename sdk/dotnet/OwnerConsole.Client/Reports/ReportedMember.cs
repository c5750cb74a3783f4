namespace OwnerConsole.Client;

/// <summary>A member as stored by the console.</summary>
/// <param name="Id"><c>mbr_…</c></param>
/// <param name="ExternalId">Your ID of the member.</param>
public sealed record ReportedMember(string Id, string ExternalId, string SupportNumber, string? Name, string? Email, string? Role);
