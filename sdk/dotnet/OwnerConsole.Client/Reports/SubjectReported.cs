namespace OwnerConsole.Client;

/// <summary>Something inside of a tenant as the console took it in.</summary>
/// <param name="Id"><c>sbj_…</c></param>
/// <param name="ExternalId">your own</param>
/// <param name="EndedAt">since nothing is done to it any more</param>
public sealed record SubjectReported(string Id, string Type, string ExternalId, string? Title, DateTimeOffset? EndedAt);
