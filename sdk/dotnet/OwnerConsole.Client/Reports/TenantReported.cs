namespace OwnerConsole.Client;

/// <summary>A tenant as the console took it in.</summary>
/// <param name="Id"><c>tnt_…</c></param>
/// <param name="ExternalId">your own</param>
/// <param name="Result"><c>created</c> or <c>updated</c></param>
public sealed record TenantReported(string Id, string ExternalId, string Result)
{
    /// <summary>What was stored and is probably a mistake, such as a plan that does not exist. Empty when there is nothing.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
