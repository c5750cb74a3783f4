namespace OwnerConsole.Client;

/// <summary>A record inside a tenant as stored by the console.</summary>
/// <param name="Id"><c>sbj_…</c></param>
/// <param name="ExternalId">Your ID of the record.</param>
/// <param name="EndedAt">Time since which operations no longer apply to it.</param>
public sealed record ReportedSubject(string Id, string Type, string ExternalId, string? Title, DateTimeOffset? EndedAt);
