using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Pure.Allowances;
using OwnerConsole.Tenants.Entitlements.Credits.Pages;
using OwnerConsole.Tenants.Features.Public;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Tenants.Entitlements.Credits;

/// <summary>Endpoints for credits.</summary>
public sealed class CreditRoutes(Database database, Refunds refunds)
{
    private const string Read = "tenant.read";

    /// <summary>Ledger lines shown on a tenant's page.</summary>
    private const int Shown = 20;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet("/api/v1/tenants/{id}/credits", (CreditRoutes self, HttpContext context, string id) => self.Of(context, id))
            .Says("List a tenant's credits: the balance per feature, and each grant in the order in which it is spent.")
            .Answers<CreditsView>()
            .Needs(Read);
        routes
            .MapGet("/api/v1/tenants/{id}/credit-movements", (CreditRoutes self, HttpContext context, string id) => self.Movements(context, id))
            .Says("List the ledger of a tenant's credits, newest first: granted, spent, refunded, expired, voided and restored.")
            .Pages()
            .Reads("feature", "feature key")
            .Reads("credit", "id of a credit grant")
            .Answers<Kernel.Data.Page<MovementView>>()
            .Needs(Read);
        routes
            .MapPost("/api/v1/entitlements/refund", (CreditRoutes self, HttpContext context) => self.Refund(context))
            .Says(
                "Refund usage counted under an Idempotency-Key, in full or in part, once: the credits that paid for it are restored, and usage included in a plan becomes available again. Retries return the same answer."
            )
            .Takes<Refunding>()
            .Like(Json.Element(new Refunding("ext:acme", "image-8041")))
            .Answers<RefundView>()
            .Needs("entitlement.consume");
    }

    /// <summary>The credits card of a tenant's page; empty if there is no counter.</summary>
    public static async Task<RenderFragment> Draw(IServiceProvider services, PanelPlace place, Work work)
    {
        var features = await FeatureBook.Find(work);
        var counters = features.Where(feature => feature.Kind is FeatureKind.Counter).ToList();
        if (counters.Count == 0)
            return static _ => { };
        var facts = (await CreditFacts.Load([place.Id], feature: "", work))[0]; // The page has already found the tenant.
        var answers = await EntitlementEndpoints.Answers([place.Id], counters, work);
        return Page.Of<CreditsPanel>(
            (nameof(CreditsPanel.Credits), await CreditBook.Find(place.Id, work)),
            (nameof(CreditsPanel.Movements), (await CreditBook.Movements(place.Id, null, null, null, Shown, work)).Data),
            (nameof(CreditsPanel.Counters), counters),
            (nameof(CreditsPanel.Spent), answers[place.Id].FirstOrDefault(one => one.FromCredits is not null)?.Feature),
            (nameof(CreditsPanel.MayDecide), !facts.IsOver),
            (nameof(CreditsPanel.Place), place)
        );
    }

    public async Task<IResult> Of(HttpContext context, string id)
    {
        await using var work = await database.Read(context.RequestAborted);
        var tenantId = await Subjects.Tenant(Caller.Of(context)!, id, work); // The route requires a permission, so there is a caller.
        return Results.Json(await CreditBook.Find(tenantId, work), Json.Answers);
    }

    public async Task<IResult> Movements(HttpContext context, string id)
    {
        context.Request.Knows("feature", "credit", "cursor", "limit");
        await using var work = await database.Read(context.RequestAborted);
        var tenantId = await Subjects.Tenant(Caller.Of(context)!, id, work);
        var request = context.Request;
        return Results.Json(
            await CreditBook.Movements(tenantId, request.Text("feature"), request.Text("credit"), request.Text("cursor"), request.Limit(), work),
            Json.Answers
        );
    }

    public async Task<IResult> Refund(HttpContext context)
    {
        var asked = await Body.Json<Refunding>(context, context.RequestAborted);
        decimal? amount = asked.Amount is { } text
            ? Allowance.Amount(text, decimals: 6) is { } some and > 0
                ? some
                : throw Problem.Invalid("amount", "must be a number above 0, as a string.")
            : null;
        database.Fullness.Demand();
        var caller = Caller.Of(context)!;
        string tenantId;
        await using (var work = await database.Read(context.RequestAborted))
            tenantId = await Subjects.Tenant(caller, asked.Tenant, work);
        return Results.Json(await refunds.Give(tenantId, caller.Id, asked.Key, amount, context.RequestAborted), Json.Answers);
    }
}
