using Microsoft.AspNetCore.Components;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Plans.PlanItems.Pages;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Plans.PlanItems;

/// <summary>The current plans of a tenant.</summary>
public sealed class Module : Kernel.Modules.Module
{
    public override IEnumerable<Panel> Panels => [new("tenant.overview", "tenant.read", 5, Draw), new("member.facts", "tenant.read", 10, DrawFact)];

    public override IEnumerable<EventKind> Events =>
        [
            EventKind.Of(
                "tenant.plan_changed",
                "The tenant's plans were changed here, or such a change was undone. Lists all its current plans.",
                EventSubject.Tenant,
                new { PlanItems = Array.Empty<TenantPlanItem>() }
            ),
        ];

    private static async Task<RenderFragment> Draw(IServiceProvider services, PanelPlace place, UnitOfWork work)
    {
        var facts = (await PlanItemFacts.Load([place.Id], work))[0]; // The page has already found the tenant.
        return PageResult.Of<PlanItemsPanel>(
            (nameof(PlanItemsPanel.Facts), facts),
            (nameof(PlanItemsPanel.Terms), await PlanItemPrice.Find(place.Id, work)),
            (nameof(PlanItemsPanel.MayChange), place.Caller.Can("tenant.change_plan") && !facts.HasEnded),
            (nameof(PlanItemsPanel.Place), place)
        );
    }

    /// <summary>Draws the plans and prices of a member's tenant.</summary>
    private static async Task<RenderFragment> DrawFact(IServiceProvider services, PanelPlace place, UnitOfWork work)
    {
        var tenantId = (await SubjectResolver.Member(place, work)).TenantId;
        return PageResult.Of<MemberPlanFact>(
            (nameof(MemberPlanFact.Facts), (await PlanItemFacts.Load([tenantId], work))[0]), // a member has a tenant
            (nameof(MemberPlanFact.Prices), await PlanItemPrice.Find(tenantId, work))
        );
    }
}
