using Microsoft.AspNetCore.Components;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Tenants.PlanItems.Pages;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Tenants.PlanItems;

/// <summary>The current plans of a tenant.</summary>
public sealed class Module : Kernel.Modules.Module
{
    public override IEnumerable<Panel> Panels => [new("tenant.overview", "tenant.read", 5, Draw)];

    public override IEnumerable<EventKind> Events =>
        [
            EventKind.Of(
                "tenant.plan_changed",
                "The tenant's plans were changed here, or such a change was undone. Lists all its current plans.",
                EventAbout.Tenant,
                new { PlanItems = Array.Empty<PlanItem>() }
            ),
        ];

    private static async Task<RenderFragment> Draw(IServiceProvider services, PanelPlace place, Work work)
    {
        var facts = (await HoldingFacts.Load([place.Id], work))[0]; // The page has already found the tenant.
        return Page.Of<HeldPanel>(
            (nameof(HeldPanel.Facts), facts),
            (nameof(HeldPanel.Terms), await HeldTerms.Find(place.Id, work)),
            (nameof(HeldPanel.MayChange), place.Caller.May("tenant.change_plan") && !facts.IsOver),
            (nameof(HeldPanel.Place), place)
        );
    }
}
