using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Plans.Upgrades.Public;

namespace OwnerConsole.Plans.Upgrades;

/// <summary>Refusals that apply to every answer to a request.</summary>
internal static class UpgradeRefusals
{
    /// <returns>The refusal; null while the request is open and its tenant is active.</returns>
    public static Refusal? Closed(UpgradeFacts request) =>
        request switch
        {
            { State: not UpgradeState.Open } => new("already_answered", $"The request of {new EntityReference(request.TenantId)} is already {request.State}."),
            { HasEnded: true } => new("cancelled", $"{new EntityReference(request.TenantId)} is {request.Lifecycle} and can't get a plan."),
            _ => null,
        };
}
