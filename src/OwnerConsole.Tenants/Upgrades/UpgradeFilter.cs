using OwnerConsole.Kernel.Identities;
using OwnerConsole.Tenants.Upgrades.Public;

namespace OwnerConsole.Tenants.Upgrades;

/// <summary>Which requests are meant.</summary>
/// <param name="Tenant">null for all tenants'</param>
/// <param name="State">null for any</param>
/// <param name="Cursor">where a page before ended</param>
public sealed record UpgradeFilter(
    Caller Caller,
    Population Population,
    string? Tenant = null,
    UpgradeState? State = null,
    string? Cursor = null,
    int Limit = 50
)
{
    /// <summary>None that is open.</summary>
    public bool IsAnswered { get; init; }
}
