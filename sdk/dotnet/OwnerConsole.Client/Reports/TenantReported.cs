namespace OwnerConsole.Client;

/// <summary>A tenant as the console took it in.</summary>
/// <param name="Id"><c>tnt_…</c></param>
/// <param name="ExternalId">your own</param>
/// <param name="Result">such as <c>created</c> or <c>unchanged</c></param>
public sealed record TenantReported(string Id, string ExternalId, string Result);
