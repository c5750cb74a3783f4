using OwnerConsole.Data;
using OwnerConsole.Pure.Dependencies;

namespace OwnerConsole.Reliability.Incidents;

/// <summary>Tenants that a selection affects, as arguments of the statements that add them up.</summary>
/// <param name="Ids">IDs of tenants; null for all.</param>
/// <param name="Basis">What the tenants of its service are based on; null without a service.</param>
internal sealed record ImpactFilter(Mode Mode, string[]? Ids, bool IncludesCancelled, UsageBasis? Basis)
{
    public object Arguments =>
        new
        {
            mode = Mode,
            ids = Ids,
            includesCancelled = IncludesCancelled,
        };
}
