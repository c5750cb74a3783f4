namespace OwnerConsole.Client;

/// <summary>A tenant as stored by the console.</summary>
/// <param name="Id"><c>tnt_…</c></param>
/// <param name="ExternalId">Your ID of the tenant.</param>
/// <param name="Result"><c>created</c> or <c>updated</c></param>
public sealed record ReportedTenant(string Id, string ExternalId, string Result)
{
    /// <summary>Values that were stored but are probably mistakes, such as a plan that does not exist. Empty if there are none.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
