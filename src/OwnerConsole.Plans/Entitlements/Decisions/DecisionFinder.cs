using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Plans.Entitlements.Decisions;

/// <summary>Finds a decision about a limit by its full id, as an application shows it.</summary>
public sealed class DecisionFinder(DecisionReader decisions) : IFinder
{
    public string Kind => "decision";

    public string Permission => "tenant.read";

    public async Task<IReadOnlyList<SearchHit>> Find(Caller caller, Mode mode, string text, int most, UnitOfWork work)
    {
        if (!text.StartsWith(LimitDecision.Prefix, StringComparison.Ordinal))
            return [];
        try
        {
            var found = await decisions.Find(caller, text, work);
            return [new(text, $"{(found.Allowed ? "Allowed" : "Refused")}: {found.Feature}", "limit decision", $"{DecisionRoutes.Address}/{text}")];
        }
        catch (Problem unknown) when (unknown.Status == 404)
        {
            return [];
        }
    }
}
