using Microsoft.AspNetCore.Http;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Pure.Allowances;
using OwnerConsole.Tenants.Entitlements.Blocks;

namespace OwnerConsole.Tenants.Entitlements;

/// <summary>Endpoints for gauges, which go up and down.</summary>
public sealed class GaugeEndpoints(Database database, Gauges gauges, Recounts recounts, Attempts attempts)
{
    public async Task<IResult> Claim(HttpContext context, string id, string feature, string resource)
    {
        context.Request.Knows();
        database.Fullness.Demand();
        var tenantId = await Tenant(context, id);
        var externalId = Body.External(resource, "the resource");
        return Results.Json(await attempts.Make(tenantId, feature, () => gauges.Claim(tenantId, feature, externalId, context.RequestAborted)), Json.Answers);
    }

    public async Task<IResult> Free(HttpContext context, string id, string feature, string resource)
    {
        context.Request.Knows();
        var tenantId = await Tenant(context, id);
        return Results.Json(await gauges.Free(tenantId, feature, Body.External(resource, "the resource"), context.RequestAborted), Json.Answers);
    }

    public async Task<IResult> Set(HttpContext context, string id, string feature)
    {
        var asked = await Body.Json<GaugeLevel>(context, context.RequestAborted);
        var value = Allowance.Amount(asked.Value, decimals: 6) ?? throw Problem.Invalid("value", "must be a number of 0 or more, as a string.");
        database.Fullness.Demand();
        var tenantId = await Tenant(context, id);
        return Results.Json(
            await attempts.Make(tenantId, feature, () => gauges.Set(tenantId, feature, value, asked.Version, context.RequestAborted)),
            Json.Answers
        );
    }

    public async Task<IResult> Recount(HttpContext context, string id, string feature)
    {
        var asked = await Body.Json<GaugeSlots>(context, context.RequestAborted);
        if (asked.Resources.Count > Recounts.Most)
            throw Problem.Invalid("resources", $"can have at most {Recounts.Most} entries. Set larger gauges as a whole.");
        string[] resources = [.. asked.Resources.Select(resource => Body.External(resource, "the resource")).Distinct(StringComparer.Ordinal)];
        database.Fullness.Demand();
        var caller = Caller.Of(context)!; // The route requires a permission, so there is a caller.
        return Results.Json(await recounts.Carry(await Tenant(context, id), feature, resources, asked.AsOf, caller.Id, context.RequestAborted), Json.Answers);
    }

    public async Task<IResult> List(HttpContext context, string id, string feature)
    {
        await using var work = await database.Read(context.RequestAborted);
        var tenantId = await Subjects.Tenant(Caller.Of(context)!, id, work); // The route requires a permission, so there is a caller.
        return Results.Json(await Recounts.List(tenantId, feature, context.Request.Query.Text("cursor"), context.Request.Limit(), work), Json.Answers);
    }

    private async Task<string> Tenant(HttpContext context, string id)
    {
        await using var work = await database.Read(context.RequestAborted);
        return await Subjects.Tenant(Caller.Of(context)!, id, work); // The route requires a permission, so there is a caller.
    }
}
