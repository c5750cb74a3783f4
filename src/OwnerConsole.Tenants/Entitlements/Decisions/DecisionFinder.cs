using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Tenants.Entitlements.Decisions;

/// <summary>Finds an answer about a limit by its whole id, as an application shows it.</summary>
public sealed class DecisionFinder(DecisionBook decisions) : IFinder
{
    public string Kind => "decision";

    public string Permission => "tenant.read";

    public async Task<IReadOnlyList<Hit>> Find(Caller caller, Population population, string text, int most, Work work)
    {
        if (!text.StartsWith(LimitDecision.Prefix, StringComparison.Ordinal))
            return [];
        try
        {
            var found = await decisions.Find(caller, text, work);
            return [new(text, $"{(found.Allowed ? "Allowed" : "Refused")}: {found.Feature}", "decision about a limit", $"{DecisionRoutes.Address}/{text}")];
        }
        catch (Problem unknown) when (unknown.Status == 404)
        {
            return [];
        }
    }
}
