namespace OwnerConsole.Client;

/// <summary>A member as the console took it in.</summary>
/// <param name="Id"><c>mbr_…</c></param>
/// <param name="ExternalId">your own</param>
public sealed record MemberReported(string Id, string ExternalId, string SupportNumber, string? Name, string? Email, string? Role);
