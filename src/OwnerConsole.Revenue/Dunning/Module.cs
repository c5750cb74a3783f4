using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Revenue.Dunning.Campaigns;
using OwnerConsole.Revenue.Dunning.Pages;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Revenue.Dunning;

/// <summary>Dunning: emails about unpaid invoices, restricted access, and access that is restored once they are paid.</summary>
public sealed class Module : Kernel.Modules.Module
{
    public override IEnumerable<EventKind> Events => DunningEvents.All;

    public override IEnumerable<Panel> Panels =>
        [
            new("revenue.dunning", DunningRoutes.Read, 10, (_, place, work) => DunningRoutes.DrawCards(place, work)),
            new("tenant.billing", DunningRoutes.Read, 5, (_, place, work) => DunningRoutes.DrawTenant(place, work)),
            new(
                "portal.plan",
                PortalAccess.PlanRead,
                0,
                async (_, place, work) => PageResult.Of<DunningNotice>((nameof(DunningNotice.Case), await UnpaidNotice.Find(place.Id, work)))
            ),
        ];

    public override void AddServices(IServiceCollection services) =>
        services
            .AddSingleton(DunningEmails.PaymentFailed)
            .AddSingleton(DunningEmails.InvoiceOverdue)
            .AddSingleton<DunningRuns>()
            .AddSingleton<CaseCloser>()
            .AddSingleton<CaseCampaigns>()
            .AddSingleton<DunningCampaignRoutes>()
            .AddSingleton<DunningRoutes>()
            .AddSingleton<IAttentionSource, UnpaidInvoices>()
            .AddSingleton<IWorkHandler, DunningEngine>();

    public override void MapRoutes(IEndpointRouteBuilder routes)
    {
        DunningRoutes.Map(routes);
        DunningCampaignRoutes.Map(routes);
    }
}
