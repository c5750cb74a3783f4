using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Plans.Entitlements.Bindings;
using OwnerConsole.Plans.Entitlements.Blocks;
using OwnerConsole.Plans.Entitlements.Claims;
using OwnerConsole.Plans.Entitlements.Credits;
using OwnerConsole.Plans.Entitlements.Decisions;
using OwnerConsole.Plans.Entitlements.Gauges;
using OwnerConsole.Plans.Entitlements.Late;
using OwnerConsole.Plans.Entitlements.Overrides;
using OwnerConsole.Plans.Entitlements.Pages;
using OwnerConsole.Plans.Entitlements.PlanUsage;
using OwnerConsole.Plans.Entitlements.Rates;
using OwnerConsole.Plans.Entitlements.Reservations;
using OwnerConsole.Plans.Entitlements.Thresholds;
using OwnerConsole.Plans.Features.Public;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Plans.Entitlements;

/// <summary>Limits of tenants: checked before an application acts, counted when it does, and overridden for single tenants.</summary>
public sealed class Module : Kernel.Modules.Module
{
    private const string Check = "entitlement.check",
        Consume = "entitlement.consume",
        Read = "tenant.read";

    public override IEnumerable<EventKind> Events =>
        [
            EventKind.Of(
                "entitlement.threshold_reached",
                "The tenant has used 80, 90 or 100% of a limit. Sent once per threshold and period, and again if the limit changes.",
                EventSubject.Tenant,
                new ThresholdReached("", 0, "", "", default, null)
            ),
            EventKind.Of(
                GaugeRecounter.DriftedEvent,
                "A recount of a gauge found a difference to the application's count. The gauge now has the application's count.",
                EventSubject.Tenant,
                new GaugeDrifted("", 0, 0, "")
            ),
            EventKind.Of(
                BlockNotifier.BlockedEvent,
                "The tenant is blocked on a feature: its usage exceeds a hard limit, or a request was refused and nothing was freed since.",
                EventSubject.Tenant,
                new BlockOpened("", default, "", "", default)
            ),
            EventKind.Of(
                BlockNotifier.UnblockedEvent,
                "The tenant can use a feature again: usage was freed, the limit was raised, or a new period has started.",
                EventSubject.Tenant,
                new BlockClosed("", default)
            ),
            .. CreditEvents.All,
        ];

    public override IEnumerable<PageLink> Links =>
        [new(Section.Revenue, "Limits reached", ReachedLimitRoutes.Address, Read, Order: 6) { Synonyms = "quota, blocked, limits" }];

    public override IEnumerable<Panel> Panels =>
        [
            new("tenant.overview", Read, 7, Draw),
            new("tenant.overview", Read, 8, CreditRoutes.Draw),
            new("member.facts", Read, 20, MemberCredits.DrawFact),
            new("member.actions", Read, 10, MemberCredits.DrawActions),
            new("member.overview", Read, 35, MemberCredits.DrawPanel),
            new("member.overview", Read, 40, DrawOfMember),
            new("plans.page", Read, 1, LimitDistributionRoutes.DrawAll),
            new("plan.page", Read, 5, LimitDistributionRoutes.DrawPlan),
            new(
                "portal.plan",
                PortalAccess.PlanRead,
                1,
                async (_, place, work) =>
                    PageResult.Of<PlanPanel>(
                        (nameof(PlanPanel.Facts), await PlanUsagePageModel.Load(place.Id, work)),
                        (nameof(PlanPanel.MayAsk), place.Caller.Can(PortalAccess.UpgradeRequest))
                    )
            ),
        ];

    public override void AddServices(IServiceCollection services) =>
        services
            .AddSingleton(FeatureTenants.OfFeatures)
            .AddSingleton<ClaimProcessor>()
            .AddSingleton<LateUsageCounter>()
            .AddSingleton<FeatureRateLimiter>()
            .AddSingleton<GaugeRecounter>()
            .AddSingleton<EntitlementEndpoints>()
            .AddSingleton<EntitlementSigner>()
            .AddSingleton<ReservationCloser>()
            .AddSingleton<ReservationEndpoints>()
            .AddSingleton<IWorkHandler, ReservationUpkeep>()
            .AddSingleton<IWorkHandler, ReportedUsageCounter>()
            .AddSingleton<IWorkHandler, ClaimUpkeep>()
            .AddSingleton<IWorkHandler, ThresholdNotifier>()
            .AddSingleton<LimitReview>()
            .AddSingleton<IWorkHandler>(services => services.GetRequiredService<LimitReview>())
            .AddSingleton<IWorkHandler, BlockNotifier>()
            .AddSingleton<ClaimGuard>()
            .AddSingleton<ReachedLimits>()
            .AddSingleton<ReachedLimitRoutes>()
            .AddSingleton<ReachedLimitExport>()
            .AddSingleton<RefusalCounter>()
            .AddHostedService(services => services.GetRequiredService<RefusalCounter>())
            .AddSingleton<IAttentionSource, LimitAttentionSource>()
            .AddSingleton<DecisionReader>()
            .AddSingleton<DecisionRoutes>()
            .AddSingleton<IFinder, DecisionFinder>()
            .AddSingleton<GaugeCounter>()
            .AddSingleton<GaugeEndpoints>()
            .AddSingleton<OverrideList>()
            .AddSingleton<CreditRoutes>()
            .AddSingleton<Refunds>()
            .AddSingleton<IWorkHandler, CreditUpkeep>()
            .AddSingleton<IUnusedCredits, UnusedCreditLedger>()
            .AddSingleton<IBoughtCredits, BoughtCreditReader>()
            .AddSingleton<CreditLedgerCheck>()
            .AddSingleton<IConsistencyCheck>(services => services.GetRequiredService<CreditLedgerCheck>())
            .AddSingleton<IWorkHandler>(services => services.GetRequiredService<CreditLedgerCheck>())
            .AddSingleton(EntitlementExportParts.Credits)
            .AddSingleton(EntitlementExportParts.Movements)
            .AddSingleton(EntitlementExportParts.Usage)
            .AddSingleton(EntitlementExportParts.Adjustments)
            .AddSingleton(EntitlementExportParts.Reservations)
            .AddSingleton(EntitlementExportParts.Slots)
            .AddSingleton(EntitlementExportParts.Overrides);

    public override void MapRoutes(IEndpointRouteBuilder routes)
    {
        routes
            .MapPost("/api/v1/entitlements/check", (EntitlementEndpoints self, HttpContext context) => self.Check(context))
            .WithSummary("Check whether a tenant can use an amount of a feature: 200 if allowed, 402 with upgrade options if not. Nothing is counted.")
            .AcceptsJson<CheckRequest>()
            .Produces<EntitlementView>()
            .WithMetadata(new HighRateLimit())
            .RequirePermission(Check);
        routes
            .MapPost("/api/v1/entitlements/check-many", (EntitlementEndpoints self, HttpContext context) => self.CheckMany(context))
            .WithSummary("Check up to 100 features for up to 100 tenants. Each tenant is answered separately.")
            .AcceptsJson<BatchCheckRequest>()
            .Produces<BatchCheckResponse>()
            .WithMetadata(new HighRateLimit())
            .RequirePermission(Check);
        routes
            .MapPost("/api/v1/entitlements/consume", (EntitlementEndpoints self, HttpContext context) => self.Consume(context))
            .WithSummary(
                "Count usage of a counter within its limit: 200 if counted, 402 with upgrade options if not. With an Idempotency-Key, retries count once. For a rate limit: 200 if allowed, 429 if it must refill first. With at, the time of past use: always counted, in the period of that time."
            )
            .AcceptsJson<ConsumeRequest>()
            .Produces<ConsumeResponse>()
            .WithMetadata(new HighRateLimit())
            .RequirePermission(Consume);
        ReservationEndpoints.Map(routes, Check, Consume);
        GaugeEndpoints.Map(routes, Check, Consume);
        CreditRoutes.Map(routes);
        LimitDistributionRoutes.Map(routes, Read);
        routes
            .MapGet(ReachedLimitRoutes.Address, (ReachedLimitRoutes self, HttpContext context) => self.Show(context))
            .WithSavedViews()
            .RequirePermission(Read);
        routes.MapGet(ReachedLimitExport.Address, (ReachedLimitExport self, HttpContext context) => self.Send(context)).RequirePermission(Read);
        routes
            .MapGet("/api/v1/limits", (ReachedLimitRoutes self, HttpContext context) => self.List(context))
            .WithSummary("List tenants that are blocked by a limit, over it, at it or near it in the current period, worst first.")
            .WithPaging()
            .WithQueryParameter("state", "How close to the limit the tenant is; below only together with share.", QueryType.OneOf<LimitState>())
            .WithQueryParameter("feature", "Key of the feature.")
            .WithQueryParameter("share", "Only tenants with this share of the limit used.", QueryType.OneOf<UsedShare>())
            .WithQueryParameter("plan", "Key of a plan the tenant is on.")
            .WithQueryParameter("q", "Part of a tenant's name.")
            .Produces<OwnerConsole.Data.Page<ReachedLimitView>>()
            .RequirePermission(Read);
        routes
            .MapGet(DecisionRoutes.Address + "/{id}", (DecisionRoutes self, HttpContext context, string id) => self.Show(context, id))
            .RequirePermission(Read);
        routes
            .MapGet("/api/v1/decisions/{id}", (DecisionRoutes self, HttpContext context, string id) => self.Find(context, id))
            .WithSummary(
                "Get the explanation of a decision about a limit, by the decision id of an answer: where the limit came from, and what would have allowed the request."
            )
            .Produces<DecisionView>()
            .RequirePermission(Read);
        routes
            .MapGet("/api/v1/tenants/{id}/entitlements", (EntitlementEndpoints self, HttpContext context, string id) => self.ListOfTenant(context, id))
            .WithSummary("List a tenant's limit and usage in the current period for each feature, and where each limit comes from.")
            .WithListPaging()
            .Produces<OwnerConsole.Data.Page<EntitlementView>>()
            .RequirePermission(Read);
        routes
            .MapGet("/api/v1/tenants/{id}/overrides", ListOverrides)
            .WithSummary("List a tenant's overrides of the limits from its plans, open overrides first.")
            .WithListPaging()
            .Produces<OwnerConsole.Data.Page<Override>>()
            .RequirePermission(Read);
    }

    private static Task<RenderFragment> Draw(IServiceProvider services, PanelPlace place, UnitOfWork work) => Draw(place, isOfMember: false, work);

    private static async Task<RenderFragment> DrawOfMember(IServiceProvider services, PanelPlace place, UnitOfWork work) =>
        await Draw(place with { Id = (await SubjectResolver.Member(place, work)).TenantId }, isOfMember: true, work);

    private static async Task<RenderFragment> Draw(PanelPlace place, bool isOfMember, UnitOfWork work)
    {
        var facts = (await OverrideFacts.Load([place.Id], feature: "", work))[0]; // The page has already found the tenant.
        return PageResult.Of<LimitsPanel>(
            (nameof(LimitsPanel.Entitlements), await EntitlementEndpoints.Summary(place.Id, work)),
            (nameof(LimitsPanel.MayOverride), place.Caller.Can("tenant.override_limit") && !facts.HasEnded),
            (nameof(LimitsPanel.MayEnd), place.Caller.Can("tenant.end_override") && !facts.HasEnded),
            (nameof(LimitsPanel.IsOfMember), isOfMember),
            (nameof(LimitsPanel.Place), place)
        );
    }

    private static async Task<IResult> ListOverrides(HttpContext context, string id, OverrideList overrides, Database database)
    {
        await using var work = await database.Read(context.RequestAborted);
        var tenantId = await SubjectResolver.Tenant(Caller.Of(context)!, id, work);
        return Results.Json(new OwnerConsole.Data.Page<Override>(await overrides.Find(tenantId, work), null, null), Json.ResponseOptions);
    }
}
