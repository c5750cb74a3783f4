using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Tenants.Entitlements.Credits;

/// <summary>What the API says of credits.</summary>
public sealed class CreditRoutes(Database database)
{
    private const string Read = "tenant.read";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet("/api/v1/tenants/{id}/credits", (CreditRoutes self, HttpContext context, string id) => self.Of(context, id))
            .Says("List a tenant's credits: what can be used of each feature now, and each grant, what is used first before the rest.")
            .Answers<CreditsView>()
            .Needs(Read);
        routes
            .MapGet("/api/v1/tenants/{id}/credit-movements", (CreditRoutes self, HttpContext context, string id) => self.Movements(context, id))
            .Says("List what moved a tenant's credits, the newest first: granted, spent, refunded, expired, voided and restored.")
            .Pages()
            .Reads("feature", "its key")
            .Reads("credit", "a grant's id")
            .Answers<Page<MovementView>>()
            .Needs(Read);
    }

    public async Task<IResult> Of(HttpContext context, string id)
    {
        await using var work = await database.Read(context.RequestAborted);
        var tenantId = await Subjects.Tenant(Caller.Of(context)!, id, work); // the routes need a permission, so there is a caller
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
}
