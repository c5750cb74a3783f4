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
using OwnerConsole.Tenants.Entitlements.Bindings;
using OwnerConsole.Tenants.Entitlements.Blocks;
using OwnerConsole.Tenants.Entitlements.Credits;
using OwnerConsole.Tenants.Entitlements.Decisions;
using OwnerConsole.Tenants.Entitlements.Late;
using OwnerConsole.Tenants.Entitlements.Pages;
using OwnerConsole.Tenants.Entitlements.PlanUsage;
using OwnerConsole.Tenants.Features.Public;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Tenants.Entitlements;

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

    public override IEnumerable<PageLink> Links => [new(Section.Revenue, "Limits reached", ReachedLimitRoutes.Address, Read, Order: 6)];

    public override IEnumerable<Panel> Panels =>
        [
            new("tenant.overview", Read, 7, Draw),
            new("tenant.overview", Read, 8, CreditRoutes.Draw),
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
            .AddSingleton<Claims>()
            .AddSingleton<LateUsageCounter>()
            .AddSingleton<FeatureRateLimiter>()
            .AddSingleton<GaugeRecounter>()
            .AddSingleton<EntitlementEndpoints>()
            .AddSingleton<EntitlementSigner>()
            .AddSingleton<Reservations>()
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
            .AddSingleton<Gauges>()
            .AddSingleton<GaugeEndpoints>()
            .AddSingleton<Overrides>()
            .AddSingleton<CreditRoutes>()
            .AddSingleton<Refunds>()
            .AddSingleton<IWorkHandler, CreditUpkeep>()
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
        MapReservations(routes);
        MapGauges(routes);
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
            .WithQueryParameter("state", "blocked, over, reached or near; with share also below")
            .WithQueryParameter("feature", "feature key")
            .WithQueryParameter("share", "little, half, most, nearly or over: only tenants with this share of the limit used")
            .WithQueryParameter("plan", "key of a plan the tenant is on")
            .WithQueryParameter("q", "part of a tenant's name")
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

    private static void MapReservations(IEndpointRouteBuilder routes)
    {
        routes
            .MapPost("/api/v1/entitlements/reserve", (EntitlementEndpoints self, HttpContext context) => self.Reserve(context))
            .WithSummary(
                "Reserve an amount of a counter before you act: 200 with the reservation, 402 with upgrade options if it exceeds the limit. It expires after ttl_seconds. With an Idempotency-Key, retries reserve once."
            )
            .AcceptsJson<ReserveRequest>()
            .Produces<ReservationView>()
            .WithMetadata(new HighRateLimit())
            .RequirePermission(Consume);
        routes
            .MapGet("/api/v1/entitlements/reservations/{id}", (ReservationEndpoints self, HttpContext context, string id) => self.Find(context, id))
            .WithSummary("Get a reservation, and the usage of its period.")
            .Produces<ReservationView>()
            .RequirePermission(Check);
        routes
            .MapPost("/api/v1/entitlements/reservations/{id}/commit", (ReservationEndpoints self, HttpContext context, string id) => self.Commit(context, id))
            .WithSummary(
                "Count the used part of a reservation and release the rest. A larger amount is counted if it is within the limit; otherwise 402, and the reservation stays open. 409 if it was released, expired or committed with another amount."
            )
            .AcceptsJson<CommitRequest>()
            .Produces<ReservationView>()
            .WithMetadata(new HighRateLimit())
            .RequirePermission(Consume);
        routes
            .MapPost("/api/v1/entitlements/reservations/{id}/release", (ReservationEndpoints self, HttpContext context, string id) => self.Release(context, id))
            .WithSummary("Release a reservation. 409 if it was committed.")
            .Produces<ReservationView>()
            .WithMetadata(new HighRateLimit())
            .RequirePermission(Consume);
    }

    private static void MapGauges(IEndpointRouteBuilder routes)
    {
        routes
            .MapPut(
                "/api/v1/tenants/{id}/gauges/{feature}/{resource}",
                (GaugeEndpoints self, HttpContext context, string id, string feature, string resource) => self.Claim(context, id, feature, resource)
            )
            .WithSummary("Claim a slot of a gauge for an object, named ext: followed by your own id; 402 if the limit is reached. Repeating it has no effect.")
            .Produces<GaugeView>()
            .WithMetadata(new HighRateLimit())
            .RequirePermission(Consume);
        routes
            .MapDelete(
                "/api/v1/tenants/{id}/gauges/{feature}/{resource}",
                (GaugeEndpoints self, HttpContext context, string id, string feature, string resource) => self.Free(context, id, feature, resource)
            )
            .WithSummary("Free the slot of a gauge that an object has claimed, if any.")
            .Produces<GaugeView>()
            .WithMetadata(new HighRateLimit())
            .RequirePermission(Consume);
        routes
            .MapPut(
                "/api/v1/tenants/{id}/gauges/{feature}",
                (GaugeEndpoints self, HttpContext context, string id, string feature) => self.Set(context, id, feature)
            )
            .WithSummary("Set the value of a gauge, with a version that grows: 402 if the increase exceeds the limit, 409 if a newer version was sent.")
            .AcceptsJson<GaugeSetRequest>()
            .WithBodyExample(Json.Element(new GaugeSetRequest("12", 7)))
            .Produces<GaugeView>()
            .WithMetadata(new HighRateLimit())
            .RequirePermission(Consume);
        routes
            .MapPut(
                "/api/v1/tenants/{id}/gauges/{feature}/slots",
                (GaugeEndpoints self, HttpContext context, string id, string feature) => self.Recount(context, id, feature)
            )
            .WithSummary(
                "Recount a gauge by sending all of its objects: missing slots are added, extra slots are freed, and differences are logged. Once a night is usually enough."
            )
            .AcceptsJson<GaugeRecountRequest>()
            .WithBodyExample(Json.Element(new GaugeRecountRequest(["ext:anna", "ext:bob"])))
            .Produces<GaugeRecountResult>()
            .RequirePermission(Consume);
        routes
            .MapGet(
                "/api/v1/tenants/{id}/gauges/{feature}/slots",
                (GaugeEndpoints self, HttpContext context, string id, string feature) => self.List(context, id, feature)
            )
            .WithSummary("List the slots of a gauge by your own ids.")
            .WithPaging()
            .Produces<OwnerConsole.Data.Page<GaugeSlot>>()
            .RequirePermission(Check);
    }

    private static async Task<RenderFragment> Draw(IServiceProvider services, PanelPlace place, UnitOfWork work)
    {
        var facts = (await OverrideFacts.Load([place.Id], feature: "", work))[0]; // The page has already found the tenant.
        return PageResult.Of<LimitsPanel>(
            (nameof(LimitsPanel.Entitlements), await EntitlementEndpoints.Summary(place.Id, work)),
            (nameof(LimitsPanel.MayOverride), place.Caller.Can("tenant.override_limit") && !facts.HasEnded),
            (nameof(LimitsPanel.MayEnd), place.Caller.Can("tenant.end_override") && !facts.HasEnded),
            (nameof(LimitsPanel.Place), place)
        );
    }

    private static async Task<IResult> ListOverrides(HttpContext context, string id, Overrides overrides, Database database)
    {
        await using var work = await database.Read(context.RequestAborted);
        var tenantId = await SubjectResolver.Tenant(Caller.Of(context)!, id, work);
        return Results.Json(new OwnerConsole.Data.Page<Override>(await overrides.Find(tenantId, work), null, null), Json.ResponseOptions);
    }
}
