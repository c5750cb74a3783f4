using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Plans.Entitlements.Credits.Pages;
using OwnerConsole.Plans.Features.Public;
using OwnerConsole.Pure.Allowances;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Plans.Entitlements.Credits;

/// <summary>Endpoints for credits.</summary>
public sealed class CreditRoutes(Database database, Refunds refunds)
{
    private const string Read = "tenant.read";

    /// <summary>Ledger lines shown on a tenant's page.</summary>
    private const int MaxLines = 20;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet("/api/v1/tenants/{id}/credits", (CreditRoutes self, HttpContext context, string id) => self.ListOfTenant(context, id))
            .WithSummary("List a tenant's credits: the balance per feature, and each grant in the order in which it is spent.")
            .Produces<CreditsView>()
            .RequirePermission(Read);
        routes
            .MapGet("/api/v1/tenants/{id}/credit-movements", (CreditRoutes self, HttpContext context, string id) => self.Movements(context, id))
            .WithSummary("List the ledger of a tenant's credits, newest first: granted, spent, refunded, expired, voided and restored.")
            .WithPaging()
            .WithQueryParameter("feature", "Key of the feature.")
            .WithQueryParameter("credit", "ID of a credit grant.")
            .Produces<OwnerConsole.Data.Page<CreditMovementView>>()
            .RequirePermission(Read);
        routes
            .MapPost("/api/v1/entitlements/refund", (CreditRoutes self, HttpContext context) => self.Refund(context))
            .WithSummary(
                "Refund usage counted under an Idempotency-Key, in full or in part, once: the credits that paid for it are restored, and usage included in a plan becomes available again. Retries return the same answer."
            )
            .AcceptsJson<RefundRequest>()
            .WithBodyExample(Json.Element(new RefundRequest("ext:acme", "image-8041")))
            .Produces<RefundView>()
            .RequirePermission("entitlement.consume");
    }

    /// <summary>The credits card of a tenant's page; empty if there is no counter.</summary>
    public static Task<RenderFragment> Draw(IServiceProvider services, PanelPlace place, UnitOfWork work) => DrawOf(place, isOfMember: false, work);

    /// <param name="place">Names the tenant.</param>
    /// <param name="isOfMember">Whether the page is that of a member, so that the card must say whose credits they are.</param>
    internal static async Task<RenderFragment> DrawOf(PanelPlace place, bool isOfMember, UnitOfWork work)
    {
        var features = await FeatureCatalogue.Find(work);
        var counters = features.Where(feature => feature.Kind is FeatureKind.Counter).ToList();
        if (counters.Count == 0)
            return static _ => { };
        var facts = (await CreditFacts.Load([place.Id], feature: "", work))[0]; // The page has already found the tenant.
        var answers = await EntitlementEndpoints.FindAll([place.Id], counters, work);
        return PageResult.Of<CreditsPanel>(
            (nameof(CreditsPanel.Credits), await CreditReader.Find(place.Id, work)),
            (nameof(CreditsPanel.Movements), (await CreditReader.Movements(place.Id, null, null, null, MaxLines, work)).Data),
            (nameof(CreditsPanel.Counters), counters),
            (nameof(CreditsPanel.Spent), answers[place.Id].FirstOrDefault(entitlementView => entitlementView.FromCredits is not null)?.Feature),
            (nameof(CreditsPanel.MayDecide), !facts.HasEnded),
            (nameof(CreditsPanel.IsOfMember), isOfMember),
            (nameof(CreditsPanel.Place), place)
        );
    }

    public async Task<IResult> ListOfTenant(HttpContext context, string id)
    {
        await using var work = await database.Read(context.RequestAborted);
        var tenantId = await SubjectResolver.Tenant(Caller.Of(context)!, id, work); // The route requires a permission, so there is a caller.
        return Results.Json(await CreditReader.Find(tenantId, work), Json.ResponseOptions);
    }

    public async Task<IResult> Movements(HttpContext context, string id)
    {
        context.Request.RequireKnown("feature", "credit", "cursor", "limit");
        await using var work = await database.Read(context.RequestAborted);
        var tenantId = await SubjectResolver.Tenant(Caller.Of(context)!, id, work);
        var request = context.Request;
        return Results.Json(
            await CreditReader.Movements(tenantId, request.Text("feature"), request.Text("credit"), request.Text("cursor"), request.Limit(), work),
            Json.ResponseOptions
        );
    }

    public async Task<IResult> Refund(HttpContext context)
    {
        var asked = await RequestBody.ReadJson<RefundRequest>(context, context.RequestAborted);
        decimal? amount = asked.Amount is { } text
            ? Allowance.Amount(text, decimals: 6) is { } some and > 0
                ? some
                : throw Problem.Invalid("amount", "must be a number above 0, as a string.")
            : null;
        database.DiskSpaceGuard.ThrowIfFull();
        var caller = Caller.Of(context)!;
        string tenantId;
        await using (var work = await database.Read(context.RequestAborted))
            tenantId = await SubjectResolver.Tenant(caller, asked.Tenant, work);
        return Results.Json(await refunds.Refund(tenantId, caller.Id, asked.Key, amount, context.RequestAborted), Json.ResponseOptions);
    }
}
