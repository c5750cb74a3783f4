using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Messaging.Automations;

/// <summary>Finds automations by part of their name or by their id.</summary>
public sealed class AutomationFinder : IFinder
{
    public string Kind => Automation.EntityKind;

    public string Permission => AutomationRoutes.Read;

    public async Task<IReadOnlyList<SearchHit>> Find(Caller caller, Mode mode, string text, int most, UnitOfWork work) =>
        caller.IsScoped
            ? []
            :
            [
                .. (await Automation.List(new AutomationFilter(text, Limit: most), work)).Data.Select(automation => new SearchHit(
                    automation.Id,
                    automation.Name,
                    $"{(automation.IsOn ? "on" : "off")} · automation",
                    AutomationRoutes.Of(automation.Id)
                )),
            ];
}
