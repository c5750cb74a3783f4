using OwnerConsole.Data;
using OwnerConsole.Plans.Upgrades.Public;

namespace OwnerConsole.Plans.Upgrades;

/// <summary>Filter for a list of requests.</summary>
/// <param name="Tenant">Only requests of this tenant; null for all tenants.</param>
/// <param name="State">Only requests in this state; null for any.</param>
/// <param name="Cursor">Position after the last row of the previous page.</param>
public sealed record UpgradeFilter(Caller Caller, Mode Mode, string? Tenant = null, UpgradeState? State = null, string? Cursor = null, int Limit = 50)
{
    /// <summary>Whether to leave out open requests.</summary>
    public bool IsAnswered { get; init; }
}
