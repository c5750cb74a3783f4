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

/// <summary>What tenants may use: asked before an application acts, counted when it does, and overridden for one of them.</summary>
public sealed class Module : Kernel.Modules.Module
{
    private const string Check = "entitlement.check",
        Consume = "entitlement.consume",
        Read = "tenant.read";

    public override IEnumerable<EventKind> Events =>
        [
            EventKind.Of(
                "entitlement.threshold_reached",
                "So much of a limit is used: once for 80, 90 and 100 hundredths of it in each period, and anew when the limit has changed.",
                EventAbout.Tenant,
                new ThresholdReached("", 0, "", "", default, null)
            ),
            EventKind.Of(
                Recounts.Drifted,
                "A recount of a gauge found that it was counted otherwise here than in the application; it is as the application says now.",
                EventAbout.Tenant,
                new GaugeDrifted("", 0, 0, "")
            ),
            EventKind.Of(
                BlockTelling.Blocked,
                "It can't go on with a feature: it uses more than a hard limit allows, or it was refused and nothing was freed since.",
                EventAbout.Tenant,
                new BlockOpened("", default, "", "", default)
            ),
            EventKind.Of(
                BlockTelling.Unblocked,
                "It can go on with a feature: something was freed, its limit has grown, or another period has begun.",
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
            .Says("Ask whether a tenant may use so much of a feature: 200 when it may, 402 with what would allow it when it may not. Nothing is counted.")
            .Takes<Question>()
            .Answers<EntitlementView>()
            .WithMetadata(new OftenCalled())
            .Needs(Check);
        routes
            .MapPost("/api/v1/entitlements/check-many", (EntitlementEndpoints self, HttpContext context) => self.CheckMany(context))
            .Says("Ask what up to 100 tenants may use of up to 100 features. Each is answered for itself.")
            .Takes<ManyQuestions>()
            .Answers<ManyAnswers>()
            .WithMetadata(new OftenCalled())
            .Needs(Check);
        routes
            .MapPost("/api/v1/entitlements/consume", (EntitlementEndpoints self, HttpContext context) => self.Consume(context))
            .Says(
                "Count what a tenant uses of a counter, if it fits: 200 when it was counted, 402 with what would allow it when it was not. Sent again with its Idempotency-Key it is counted once. Of a rate: let it through, or 429 until some of it has come back. With at, when it happened: it is counted in any case, in the period of that time."
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
            .Says("List which tenants are blocked by a limit, are over it, have reached it or come near it, in the periods that run; the worst first.")
            .Pages()
            .Reads("state", "blocked, over, reached or near; with a share also below")
            .Reads("feature", "its key")
            .Reads("share", "little, half, most, nearly or over: those who use so much of the limit, far below it too")
            .Reads("plan", "the key of one that the tenant holds")
            .Reads("q", "part of a tenant's name")
            .Answers<Kernel.Data.Page<ReachedView>>()
            .Needs(Read);
        routes.MapGet(DecisionRoutes.Address + "/{id}", (DecisionRoutes self, HttpContext context, string id) => self.Show(context, id)).Needs(Read);
        routes
            .MapGet("/api/v1/decisions/{id}", (DecisionRoutes self, HttpContext context, string id) => self.Find(context, id))
            .Says(
                "Look at why a question or a claim was answered as it was, by the decision that the answer named: what decided it, and what would have allowed it."
            )
            .Answers<DecisionView>()
            .Needs(Read);
        routes
            .MapGet("/api/v1/tenants/{id}/entitlements", (EntitlementEndpoints self, HttpContext context, string id) => self.Of(context, id))
            .Says("List what a tenant may use of each feature, what it has used in the period that runs, and who says the limit.")
            .PagesWhole()
            .Answers<Kernel.Data.Page<EntitlementView>>()
            .Needs(Read);
        routes
            .MapGet("/api/v1/tenants/{id}/overrides", ListOverrides)
            .Says("List what was decided for a tenant alone, whatever its plans say; the open ones first.")
            .PagesWhole()
            .Answers<Kernel.Data.Page<Override>>()
            .Needs(Read);
    }

    private static void MapReservations(IEndpointRouteBuilder routes)
    {
        routes
            .MapPost("/api/v1/entitlements/reserve", (EntitlementEndpoints self, HttpContext context) => self.Reserve(context))
            .Says(
                "Hold so much of a counter before you act, if it fits: 200 with the reservation, 402 with what would allow it when it was not held. It gives itself back after ttl_seconds. Sent again with its Idempotency-Key it is held once."
            )
            .Takes<Reserving>()
            .Answers<ReservationView>()
            .WithMetadata(new OftenCalled())
            .Needs(Consume);
        routes
            .MapGet("/api/v1/entitlements/reservations/{id}", (ReservationEndpoints self, HttpContext context, string id) => self.Find(context, id))
            .Says("Look at a reservation, and at the use of the period that it is of.")
            .Answers<ReservationView>()
            .Needs(Check);
        routes
            .MapPost("/api/v1/entitlements/reservations/{id}/commit", (ReservationEndpoints self, HttpContext context, string id) => self.Commit(context, id))
            .Says(
                "Count what was used of a reservation and give back the rest. More than was held is counted where it fits; 402 when it does not, and it stays held. 409 when it is closed otherwise."
            )
            .Takes<Committing>()
            .Answers<ReservationView>()
            .WithMetadata(new OftenCalled())
            .Needs(Consume);
        routes
            .MapPost("/api/v1/entitlements/reservations/{id}/release", (ReservationEndpoints self, HttpContext context, string id) => self.Release(context, id))
            .Says("Give back what a reservation holds. 409 when it was committed.")
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
            .Says(
                "Take one of a gauge for something of yours, named ext: and your own id of it, if it fits: 402 when it does not. Sent again it is the same one."
            )
            .Answers<GaugeView>()
            .WithMetadata(new OftenCalled())
            .Needs(Consume);
        routes
            .MapDelete(
                "/api/v1/tenants/{id}/gauges/{feature}/{resource}",
                (GaugeEndpoints self, HttpContext context, string id, string feature, string resource) => self.Free(context, id, feature, resource)
            )
            .Says("Free the one of a gauge that something of yours took, if it took one.")
            .Answers<GaugeView>()
            .WithMetadata(new OftenCalled())
            .Needs(Consume);
        routes
            .MapPut(
                "/api/v1/tenants/{id}/gauges/{feature}",
                (GaugeEndpoints self, HttpContext context, string id, string feature) => self.Set(context, id, feature)
            )
            .Says(
                "Say all that is used of a gauge, with a version that grows: 402 when it is more than before and does not fit, 409 when something newer was said."
            )
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
                "Say all that takes one of a gauge, as you count it: what was missing here is added and what is gone is freed, and a difference is kept in the log. Once a night is often enough."
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
            .Says("List what takes one of a gauge, by your own ids.")
            .Pages()
            .Answers<Kernel.Data.Page<Slot>>()
            .Needs(Check);
    }

    private static async Task<RenderFragment> Draw(IServiceProvider services, PanelPlace place, Work work)
    {
        var facts = (await OverrideFacts.Load([place.Id], feature: "", work))[0]; // the page has found the tenant
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
