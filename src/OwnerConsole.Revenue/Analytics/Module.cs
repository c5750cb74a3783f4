using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Revenue.Analytics.Attributions;
using OwnerConsole.Revenue.Analytics.Cohorts;
using OwnerConsole.Revenue.Analytics.Concentrations;
using OwnerConsole.Revenue.Analytics.Flows;
using OwnerConsole.Revenue.Analytics.LifetimeValues;
using OwnerConsole.Revenue.Analytics.Pages;
using OwnerConsole.Revenue.Analytics.Policies;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Revenue.Analytics;

/// <summary>Reports on revenue: cohorts and the tenants behind each number.</summary>
public sealed class Module : Kernel.Modules.Module
{
    /// <summary>Permission for figures of the whole platform.</summary>
    public const string Read = "month.read";

    public override IEnumerable<PageLink> Links =>
        [
            new(Section.Revenue, "Cohorts", CohortRoutes.Address, Read, Order: 5, About: FieldClass.Money)
            {
                Synonyms = "retention, churn curve, logo retention, net revenue retention",
            },
            new(Section.Revenue, "Plan flows", PlanFlowRoutes.Address, Read, Order: 5, About: FieldClass.Money)
            {
                Synonyms = "sankey, upgrades, downgrades, plan changes",
            },
            new(Section.Revenue, "Analysis", ConcentrationRoutes.Address, Read, Order: 5, About: FieldClass.Money)
            {
                Synonyms = "concentration, lifetime value, ltv, attribution, largest tenants, sales owner",
                Tabs = AnalysisTabs.All,
            },
            new(Section.Revenue, "Policies", PolicyRoutes.Address, Read, Order: 5, About: FieldClass.Money)
            {
                Synonyms = "why is mrr different, chartmogul, definition of mrr",
            },
        ];

    public override IEnumerable<Setting> Settings => [GrossMargin.Setting];

    public override IEnumerable<Panel> Panels => [new("revenue.page", Read, 10, (_, _, _) => Task.FromResult(PageResult.Of<ReportLinks>()))];

    public override void AddServices(IServiceCollection services) =>
        services
            .AddSingleton<CohortRoutes>()
            .AddSingleton<ReportTenantRoutes>()
            .AddSingleton<PlanFlowRoutes>()
            .AddSingleton<ConcentrationRoutes>()
            .AddSingleton<LifetimeValueRoutes>()
            .AddSingleton<AttributionRoutes>()
            .AddSingleton<PolicyRoutes>()
            .AddSingleton<IWorkHandler, CohortProjector>();

    public override void MapRoutes(IEndpointRouteBuilder routes)
    {
        MapCohorts(routes);
        MapFlows(routes);
        MapAnalysis(routes);
        MapPolicies(routes);
    }

    private static void MapCohorts(IEndpointRouteBuilder routes)
    {
        routes.MapGet(CohortRoutes.Address, (CohortRoutes self, HttpContext context) => self.Show(context)).RequirePermission(Read, FieldClass.Money);
        routes.MapGet(CohortRoutes.Export, (CohortRoutes self, HttpContext context) => self.Send(context)).RequirePermission(Read, FieldClass.Money);
        routes
            .MapGet(CohortRoutes.Api, (CohortRoutes self, HttpContext context) => self.List(context))
            .WithSummary("List cohorts: tenants by the month of their first MRR, oldest first, and what they still pay at the end of each later month.")
            .WithListPaging()
            .WithQueryParameter("segment", "Limits the tenants to a plan, source or country, such as plan:pro, source:search or country:DE.")
            .WithQueryParameter("months", "Number of cohorts including the current month, 1 to 36. Default 12.", QueryType.Integer(1, 36))
            .Produces<Page<CohortView>>()
            .RequirePermission(Read, FieldClass.Money);
        ReportTenantRoutes
            .Map(CohortTenants.Report, routes)
            .WithSummary("List the tenants of a cohort with their first MRR and their MRR at the end of a month, by name.")
            .WithRequiredQueryParameter("cohort", "Month of the first MRR, such as 2026-03.", QueryType.Month)
            .WithQueryParameter("month", "Month of the later MRR. Now when omitted.", QueryType.Month)
            .WithQueryParameter("segment", "Limits the tenants to a plan, source or country, such as plan:pro, source:search or country:DE.")
            .WithQueryParameter("state", "Whether they pay at the end of that month. Both when omitted.", QueryType.OneOf<CohortTenantState>());
    }

    private static void MapFlows(IEndpointRouteBuilder routes)
    {
        routes.MapGet(PlanFlowRoutes.Address, (PlanFlowRoutes self, HttpContext context) => self.Show(context)).RequirePermission(Read, FieldClass.Money);
        routes.MapGet(PlanFlowRoutes.Export, (PlanFlowRoutes self, HttpContext context) => self.Send(context)).RequirePermission(Read, FieldClass.Money);
        routes
            .MapGet(PlanFlowRoutes.Api, (PlanFlowRoutes self, HttpContext context) => self.List(context))
            .WithSummary(
                "List how tenants changed plans between the start and the end of a range of months, with their MRR at both times, the largest flow first."
            )
            .WithListPaging()
            .WithQueryParameter("from", "First month, such as 2026-01. 11 months before the last one when omitted.", QueryType.Month)
            .WithQueryParameter("to", "Last month, which is included. The current month when omitted.", QueryType.Month)
            .Produces<Page<PlanFlowView>>()
            .RequirePermission(Read, FieldClass.Money);
        ReportTenantRoutes
            .Map(PlanFlowTenants.Report, routes)
            .WithSummary("List the tenants of a plan flow with their MRR at the start and at the end of the range, by name.")
            .WithQueryParameter("from", "First month, such as 2026-01. 11 months before the last one when omitted.", QueryType.Month)
            .WithQueryParameter("to", "Last month, which is included. The current month when omitted.", QueryType.Month)
            .WithRequiredQueryParameter("origin", "plan: and the key of their plan at the start, such as plan:basic; or new or reactivated.")
            .WithRequiredQueryParameter("target", "plan: and the key of their plan at the end, such as plan:pro; or churned.");
    }

    private static void MapAnalysis(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet(ConcentrationRoutes.Address, (ConcentrationRoutes self, HttpContext context) => self.Show(context))
            .RequirePermission(Read, FieldClass.Money);
        routes
            .MapGet(ConcentrationRoutes.Api, (ConcentrationRoutes self, HttpContext context) => self.Get(context))
            .WithSummary("Get the share of MRR that the largest 1, 5, 10 and 20 tenants pay.")
            .Produces<ConcentrationView>()
            .RequirePermission(Read, FieldClass.Money);
        routes
            .MapGet(LifetimeValueRoutes.Address, (LifetimeValueRoutes self, HttpContext context) => self.Show(context))
            .RequirePermission(Read, FieldClass.Money);
        routes
            .MapGet(LifetimeValueRoutes.Api, (LifetimeValueRoutes self, HttpContext context) => self.Get(context))
            .WithSummary("Get the lifetime value of a tenant, from average churn and from a survival model of cohorts.")
            .Produces<LifetimeValueView>()
            .RequirePermission(Read, FieldClass.Money);
        routes.MapGet(AttributionRoutes.Address, (AttributionRoutes self, HttpContext context) => self.Show(context)).RequirePermission(Read, FieldClass.Money);
        routes.MapGet(AttributionRoutes.Export, (AttributionRoutes self, HttpContext context) => self.Send(context)).RequirePermission(Read, FieldClass.Money);
        routes
            .MapGet(AttributionRoutes.Api, (AttributionRoutes self, HttpContext context) => self.List(context))
            .WithSummary("List current MRR by source, campaign, referrer or sales owner of tenants, the largest first.")
            .WithListPaging()
            .WithQueryParameter("by", "What revenue is attributed to. Default source.", QueryType.OneOf<AttributionField>())
            .WithQueryParameter("touch", "Which value counts if several were reported over time. Default first.", QueryType.OneOf<TouchModel>())
            .Produces<Page<AttributionView>>()
            .RequirePermission(Read, FieldClass.Money);
        ReportTenantRoutes
            .Map(AttributionRoutes.Tenants, routes)
            .WithSummary("List the paying tenants of one value of attribution with their MRR and the part that belongs to the value, by name.")
            .WithQueryParameter("by", "What revenue is attributed to. Default source.", QueryType.OneOf<AttributionField>())
            .WithQueryParameter("touch", "Which value counts if several were reported over time. Default first.", QueryType.OneOf<TouchModel>())
            .WithQueryParameter("value", "The value. Tenants without one when omitted.");
    }

    private static void MapPolicies(IEndpointRouteBuilder routes)
    {
        routes.MapGet(PolicyRoutes.Address, (PolicyRoutes self, HttpContext context) => self.Show(context)).RequirePermission(Read, FieldClass.Money);
        routes
            .MapGet(PolicyRoutes.Api, (PolicyRoutes self, HttpContext context) => self.List(context))
            .WithSummary("List MRR of a month by our policy, each reason why another tool counts differently, and MRR by its convention. The lines add up.")
            .WithListPaging()
            .WithQueryParameter("with", "Whose revenue policy to compare with. Default stripe.", QueryType.OneOf<PolicyConvention>())
            .WithQueryParameter("month", "Month, such as 2026-03. The last ended month when omitted.", QueryType.Month)
            .Produces<Page<PolicyLineView>>()
            .RequirePermission(Read, FieldClass.Money);
    }
}
