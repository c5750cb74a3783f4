using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Words;
using OwnerConsole.Tenants.Upgrades.Public;

namespace OwnerConsole.Tenants.Upgrades;

/// <summary>Why a request can't be answered at all.</summary>
internal static class UpgradeRefusals
{
    /// <returns>null while it is open, and its tenant is here</returns>
    public static Refusal? Closed(UpgradeFacts request) =>
        request switch
        {
            { State: not UpgradeState.Open } => new("already_answered", $"The request of {new Reference(request.TenantId)} is {request.State} already."),
            { IsOver: true } => new("cancelled", $"{new Reference(request.TenantId)} is {request.Lifecycle}; it gets no plan any more."),
            _ => null,
        };
}
