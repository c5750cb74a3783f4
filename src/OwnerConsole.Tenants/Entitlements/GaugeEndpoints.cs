using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Pure.Allowances;
using OwnerConsole.Tenants.Entitlements.Blocks;

namespace OwnerConsole.Tenants.Entitlements;

/// <summary>Endpoints for gauges, which go up and down.</summary>
public sealed class GaugeEndpoints(Database database, Gauges gauges, GaugeRecounter recounts, ClaimGuard attempts)
{
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
