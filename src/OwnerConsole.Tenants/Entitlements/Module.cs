using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Lanes;
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
                EventAbout.Tenant,
                new ThresholdReached("", 0, "", "", default, null)
            ),
            EventKind.Of(
                Recounts.Drifted,
                "A recount of a gauge found a difference to the application's count. The gauge now has the application's count.",
                EventAbout.Tenant,
                new GaugeDrifted("", 0, 0, "")
            ),
            EventKind.Of(
                BlockTelling.Blocked,
                "The tenant is blocked on a feature: its usage exceeds a hard limit, or a request was refused and nothing was freed since.",
                EventAbout.Tenant,
                new BlockOpened("", default, "", "", default)
            ),
            EventKind.Of(
                BlockTelling.Unblocked,
                "The tenant can use a feature again: usage was freed, the limit was raised, or a new period has started.",
                EventAbout.Tenant,
                new BlockClosed("", default)
            ),
            .. CreditEvents.All,
        ];

    public override IEnumerable<PageLink> Links => [new(Section.Revenue, "Limits reached", ReachedRoutes.Address, Read, Order: 6)];

    public override IEnumerable<Panel> Panels =>
        [
            new("tenant.overview", Read, 7, Draw),
            new("tenant.overview", Read, 8, CreditRoutes.Draw),
            new("plans.page", Read, 1, SpreadRoutes.OfAll),
            new("plan.page", Read, 5, SpreadRoutes.OfPlan),
            new(
                "portal.plan",
                PortalDoor.PlanRead,
                1,
                async (_, place, work) =>
                    Page.Of<PlanPanel>(
                        (nameof(PlanPanel.Facts), await PlanFacts.Load(place.Id, work)),
                        (nameof(PlanPanel.MayAsk), place.Caller.May(PortalDoor.UpgradeRequest))
                    )
            ),
        ];

    public override void AddServices(IServiceCollection services) =>
        services
            .AddSingleton<Claims>()
            .AddSingleton<LateUse>()
            .AddSingleton<Rates>()
            .AddSingleton<Recounts>()
            .AddSingleton<EntitlementEndpoints>()
            .AddSingleton<SignedAnswers>()
            .AddSingleton<Reservations>()
            .AddSingleton<ReservationEndpoints>()
            .AddSingleton<IWorkKind, ReservationUpkeep>()
            .AddSingleton<IWorkKind, ReportedUse>()
            .AddSingleton<IWorkKind, ClaimUpkeep>()
            .AddSingleton<IWorkKind, ThresholdTelling>()
            .AddSingleton<LimitReview>()
            .AddSingleton<IWorkKind>(services => services.GetRequiredService<LimitReview>())
            .AddSingleton<IWorkKind, BlockTelling>()
            .AddSingleton<Attempts>()
            .AddSingleton<ReachedLimits>()
            .AddSingleton<ReachedRoutes>()
            .AddSingleton<ReachedExport>()
            .AddSingleton<Refusals>()
            .AddHostedService(services => services.GetRequiredService<Refusals>())
            .AddSingleton<INeeds, LimitNeeds>()
            .AddSingleton<DecisionBook>()
            .AddSingleton<DecisionRoutes>()
            .AddSingleton<IFinder, DecisionFinder>()
            .AddSingleton<Gauges>()
            .AddSingleton<GaugeEndpoints>()
            .AddSingleton<Overrides>()
            .AddSingleton<CreditRoutes>()
            .AddSingleton<Refunds>()
            .AddSingleton<IWorkKind, CreditUpkeep>()
            .AddSingleton<LedgerBooks>()
            .AddSingleton<IBooks>(services => services.GetRequiredService<LedgerBooks>())
            .AddSingleton<IWorkKind>(services => services.GetRequiredService<LedgerBooks>())
            .AddSingleton(Exported.Credits)
            .AddSingleton(Exported.Movements)
            .AddSingleton(Exported.Usage)
            .AddSingleton(Exported.Adjustments)
            .AddSingleton(Exported.Reservations)
            .AddSingleton(Exported.Slots)
            .AddSingleton(Exported.Overrides);

    public override void MapRoutes(IEndpointRouteBuilder routes)
    {
        routes
            .MapPost("/api/v1/entitlements/check", (EntitlementEndpoints self, HttpContext context) => self.Check(context))
            .Says("Check whether a tenant can use an amount of a feature: 200 if allowed, 402 with upgrade options if not. Nothing is counted.")
            .Takes<Question>()
            .Answers<EntitlementView>()
            .WithMetadata(new OftenCalled())
            .Needs(Check);
        routes
            .MapPost("/api/v1/entitlements/check-many", (EntitlementEndpoints self, HttpContext context) => self.CheckMany(context))
            .Says("Check up to 100 features for up to 100 tenants. Each tenant is answered separately.")
            .Takes<ManyQuestions>()
            .Answers<ManyAnswers>()
            .WithMetadata(new OftenCalled())
            .Needs(Check);
        routes
            .MapPost("/api/v1/entitlements/consume", (EntitlementEndpoints self, HttpContext context) => self.Consume(context))
            .Says(
                "Count usage of a counter within its limit: 200 if counted, 402 with upgrade options if not. With an Idempotency-Key, retries count once. For a rate limit: 200 if allowed, 429 if it must refill first. With at, the time of past use: always counted, in the period of that time."
            )
            .Takes<Consuming>()
            .Answers<Consumed>()
            .WithMetadata(new OftenCalled())
            .Needs(Consume);
        MapReservations(routes);
        MapGauges(routes);
        CreditRoutes.Map(routes);
        SpreadRoutes.Map(routes, Read);
        routes.MapGet(ReachedRoutes.Address, (ReachedRoutes self, HttpContext context) => self.Show(context)).OpensAsChosen().Needs(Read);
        routes.MapGet(ReachedExport.Address, (ReachedExport self, HttpContext context) => self.Send(context)).Needs(Read);
        routes
            .MapGet("/api/v1/limits", (ReachedRoutes self, HttpContext context) => self.List(context))
            .Says("List tenants that are blocked by a limit, over it, at it or near it in the current period, worst first.")
            .Pages()
            .Reads("state", "blocked, over, reached or near; with share also below")
            .Reads("feature", "feature key")
            .Reads("share", "little, half, most, nearly or over: only tenants with this share of the limit used")
            .Reads("plan", "key of a plan the tenant is on")
            .Reads("q", "part of a tenant's name")
            .Answers<Kernel.Data.Page<ReachedView>>()
            .Needs(Read);
        routes.MapGet(DecisionRoutes.Address + "/{id}", (DecisionRoutes self, HttpContext context, string id) => self.Show(context, id)).Needs(Read);
        routes
            .MapGet("/api/v1/decisions/{id}", (DecisionRoutes self, HttpContext context, string id) => self.Find(context, id))
            .Says(
                "Get the explanation of a decision about a limit, by the decision id of an answer: where the limit came from, and what would have allowed the request."
            )
            .Answers<DecisionView>()
            .Needs(Read);
        routes
            .MapGet("/api/v1/tenants/{id}/entitlements", (EntitlementEndpoints self, HttpContext context, string id) => self.Of(context, id))
            .Says("List a tenant's limit and usage in the current period for each feature, and where each limit comes from.")
            .PagesWhole()
            .Answers<Kernel.Data.Page<EntitlementView>>()
            .Needs(Read);
        routes
            .MapGet("/api/v1/tenants/{id}/overrides", ListOverrides)
            .Says("List a tenant's overrides of the limits from its plans, open overrides first.")
            .PagesWhole()
            .Answers<Kernel.Data.Page<Override>>()
            .Needs(Read);
    }

    private static void MapReservations(IEndpointRouteBuilder routes)
    {
        routes
            .MapPost("/api/v1/entitlements/reserve", (EntitlementEndpoints self, HttpContext context) => self.Reserve(context))
            .Says(
                "Reserve an amount of a counter before you act: 200 with the reservation, 402 with upgrade options if it exceeds the limit. It expires after ttl_seconds. With an Idempotency-Key, retries reserve once."
            )
            .Takes<Reserving>()
            .Answers<ReservationView>()
            .WithMetadata(new OftenCalled())
            .Needs(Consume);
        routes
            .MapGet("/api/v1/entitlements/reservations/{id}", (ReservationEndpoints self, HttpContext context, string id) => self.Find(context, id))
            .Says("Get a reservation, and the usage of its period.")
            .Answers<ReservationView>()
            .Needs(Check);
        routes
            .MapPost("/api/v1/entitlements/reservations/{id}/commit", (ReservationEndpoints self, HttpContext context, string id) => self.Commit(context, id))
            .Says(
                "Count the used part of a reservation and release the rest. A larger amount is counted if it is within the limit; otherwise 402, and the reservation stays open. 409 if it was released, expired or committed with another amount."
            )
            .Takes<Committing>()
            .Answers<ReservationView>()
            .WithMetadata(new OftenCalled())
            .Needs(Consume);
        routes
            .MapPost("/api/v1/entitlements/reservations/{id}/release", (ReservationEndpoints self, HttpContext context, string id) => self.Release(context, id))
            .Says("Release a reservation. 409 if it was committed.")
            .Answers<ReservationView>()
            .WithMetadata(new OftenCalled())
            .Needs(Consume);
    }

    private static void MapGauges(IEndpointRouteBuilder routes)
    {
        routes
            .MapPut(
                "/api/v1/tenants/{id}/gauges/{feature}/{resource}",
                (GaugeEndpoints self, HttpContext context, string id, string feature, string resource) => self.Claim(context, id, feature, resource)
            )
            .Says("Claim a slot of a gauge for an object, named ext: followed by your own id; 402 if the limit is reached. Repeating it has no effect.")
            .Answers<GaugeView>()
            .WithMetadata(new OftenCalled())
            .Needs(Consume);
        routes
            .MapDelete(
                "/api/v1/tenants/{id}/gauges/{feature}/{resource}",
                (GaugeEndpoints self, HttpContext context, string id, string feature, string resource) => self.Free(context, id, feature, resource)
            )
            .Says("Free the slot of a gauge that an object has claimed, if any.")
            .Answers<GaugeView>()
            .WithMetadata(new OftenCalled())
            .Needs(Consume);
        routes
            .MapPut(
                "/api/v1/tenants/{id}/gauges/{feature}",
                (GaugeEndpoints self, HttpContext context, string id, string feature) => self.Set(context, id, feature)
            )
            .Says("Set the value of a gauge, with a version that grows: 402 if the increase exceeds the limit, 409 if a newer version was sent.")
            .Takes<GaugeLevel>()
            .Like(Json.Element(new GaugeLevel("12", 7)))
            .Answers<GaugeView>()
            .WithMetadata(new OftenCalled())
            .Needs(Consume);
        routes
            .MapPut(
                "/api/v1/tenants/{id}/gauges/{feature}/slots",
                (GaugeEndpoints self, HttpContext context, string id, string feature) => self.Recount(context, id, feature)
            )
            .Says(
                "Recount a gauge by sending all of its objects: missing slots are added, extra slots are freed, and differences are logged. Once a night is usually enough."
            )
            .Takes<GaugeSlots>()
            .Like(Json.Element(new GaugeSlots(["ext:anna", "ext:bob"])))
            .Answers<GaugeRecount>()
            .Needs(Consume);
        routes
            .MapGet(
                "/api/v1/tenants/{id}/gauges/{feature}/slots",
                (GaugeEndpoints self, HttpContext context, string id, string feature) => self.List(context, id, feature)
            )
            .Says("List the slots of a gauge by your own ids.")
            .Pages()
            .Answers<Kernel.Data.Page<Slot>>()
            .Needs(Check);
    }

    private static async Task<RenderFragment> Draw(IServiceProvider services, PanelPlace place, Work work)
    {
        var facts = (await OverrideFacts.Load([place.Id], feature: "", work))[0]; // The page has already found the tenant.
        return Page.Of<LimitsPanel>(
            (nameof(LimitsPanel.Entitlements), await EntitlementEndpoints.Summary(place.Id, work)),
            (nameof(LimitsPanel.MayOverride), place.Caller.May("tenant.override_limit") && !facts.IsOver),
            (nameof(LimitsPanel.MayEnd), place.Caller.May("tenant.end_override") && !facts.IsOver),
            (nameof(LimitsPanel.Place), place)
        );
    }

    private static async Task<IResult> ListOverrides(HttpContext context, string id, Overrides overrides, Database database)
    {
        await using var work = await database.Read(context.RequestAborted);
        var tenantId = await Subjects.Tenant(Caller.Of(context)!, id, work);
        return Results.Json(new Kernel.Data.Page<Override>(await overrides.Find(tenantId, work), null, null), Json.Answers);
    }
}
