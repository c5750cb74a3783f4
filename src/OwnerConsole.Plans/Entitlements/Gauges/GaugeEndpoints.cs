using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Plans.Entitlements.Blocks;
using OwnerConsole.Pure.Allowances;

namespace OwnerConsole.Plans.Entitlements.Gauges;

/// <summary>Endpoints for gauges, which go up and down.</summary>
public sealed class GaugeEndpoints(Database database, GaugeCounter gauges, GaugeRecounter recounts, ClaimGuard attempts)
{
    /// <param name="check">Permission to read.</param>
    /// <param name="consume">Permission to change usage.</param>
    internal static void Map(IEndpointRouteBuilder routes, string check, string consume)
    {
        routes
            .MapPut(
                "/api/v1/tenants/{id}/gauges/{feature}/{resource}",
                (GaugeEndpoints self, HttpContext context, string id, string feature, string resource) => self.Claim(context, id, feature, resource)
            )
            .WithSummary("Claim a slot of a gauge for an object, named ext: followed by your own id; 402 if the limit is reached. Repeating it has no effect.")
            .Produces<GaugeView>()
            .WithMetadata(new HighRateLimit())
            .RequirePermission(consume);
        routes
            .MapDelete(
                "/api/v1/tenants/{id}/gauges/{feature}/{resource}",
                (GaugeEndpoints self, HttpContext context, string id, string feature, string resource) => self.Free(context, id, feature, resource)
            )
            .WithSummary("Free the slot of a gauge that an object has claimed, if any.")
            .Produces<GaugeView>()
            .WithMetadata(new HighRateLimit())
            .RequirePermission(consume);
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
            .RequirePermission(consume);
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
            .RequirePermission(consume);
        routes
            .MapGet(
                "/api/v1/tenants/{id}/gauges/{feature}/slots",
                (GaugeEndpoints self, HttpContext context, string id, string feature) => self.List(context, id, feature)
            )
            .WithSummary("List the slots of a gauge by your own ids.")
            .WithPaging()
            .Produces<OwnerConsole.Data.Page<GaugeSlot>>()
            .RequirePermission(check);
    }

    public async Task<IResult> Claim(HttpContext context, string id, string feature, string resource)
    {
        context.Request.RequireKnown();
        database.DiskSpaceGuard.ThrowIfFull();
        var tenantId = await Tenant(context, id);
        var externalId = RequestBody.ReadExternalId(resource, "the resource");
        return Results.Json(
            await attempts.Run(tenantId, feature, () => gauges.Claim(tenantId, feature, externalId, context.RequestAborted)),
            Json.ResponseOptions
        );
    }

    public async Task<IResult> Free(HttpContext context, string id, string feature, string resource)
    {
        context.Request.RequireKnown();
        var tenantId = await Tenant(context, id);
        return Results.Json(
            await gauges.Free(tenantId, feature, RequestBody.ReadExternalId(resource, "the resource"), context.RequestAborted),
            Json.ResponseOptions
        );
    }

    public async Task<IResult> Set(HttpContext context, string id, string feature)
    {
        var asked = await RequestBody.ReadJson<GaugeSetRequest>(context, context.RequestAborted);
        var value = Allowance.Amount(asked.Value, decimals: 6) ?? throw Problem.Invalid("value", "must be a number of 0 or more, as a string.");
        database.DiskSpaceGuard.ThrowIfFull();
        var tenantId = await Tenant(context, id);
        return Results.Json(
            await attempts.Run(tenantId, feature, () => gauges.Set(tenantId, feature, value, asked.Version, context.RequestAborted)),
            Json.ResponseOptions
        );
    }

    public async Task<IResult> Recount(HttpContext context, string id, string feature)
    {
        var asked = await RequestBody.ReadJson<GaugeRecountRequest>(context, context.RequestAborted);
        if (asked.Resources.Count > GaugeRecounter.MaxResources)
            throw Problem.Invalid("resources", $"can have at most {GaugeRecounter.MaxResources} entries. Set larger gauges as a whole.");
        string[] resources = [.. asked.Resources.Select(resource => RequestBody.ReadExternalId(resource, "the resource")).Distinct(StringComparer.Ordinal)];
        database.DiskSpaceGuard.ThrowIfFull();
        var caller = Caller.Of(context)!; // The route requires a permission, so there is a caller.
        return Results.Json(
            await recounts.Recount(await Tenant(context, id), feature, resources, asked.AsOf, caller.Id, context.RequestAborted),
            Json.ResponseOptions
        );
    }

    public async Task<IResult> List(HttpContext context, string id, string feature)
    {
        await using var work = await database.Read(context.RequestAborted);
        var tenantId = await SubjectResolver.Tenant(Caller.Of(context)!, id, work); // The route requires a permission, so there is a caller.
        return Results.Json(
            await GaugeRecounter.List(tenantId, feature, context.Request.Query.Text("cursor"), context.Request.Limit(), work),
            Json.ResponseOptions
        );
    }

    private async Task<string> Tenant(HttpContext context, string id)
    {
        await using var work = await database.Read(context.RequestAborted);
        return await SubjectResolver.Tenant(Caller.Of(context)!, id, work); // The route requires a permission, so there is a caller.
    }
}
