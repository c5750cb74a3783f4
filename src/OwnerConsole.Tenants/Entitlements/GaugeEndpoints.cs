using Microsoft.AspNetCore.Http;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Pure.Allowances;
using OwnerConsole.Tenants.Entitlements.Blocks;

namespace OwnerConsole.Tenants.Entitlements;

/// <summary>What an application says of what goes up and down.</summary>
public sealed class GaugeEndpoints(Database database, Gauges gauges, Attempts attempts)
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
        var value = Allowance.Amount(asked.Value, decimals: 6) ?? throw Problem.Invalid("value", "is a number of 0 or more, as text.");
        database.Fullness.Demand();
        var tenantId = await Tenant(context, id);
        return Results.Json(
            await attempts.Make(tenantId, feature, () => gauges.Set(tenantId, feature, value, asked.Version, context.RequestAborted)),
            Json.Answers
        );
    }

    private async Task<string> Tenant(HttpContext context, string id)
    {
        await using var work = await database.Read(context.RequestAborted);
        return await Subjects.Tenant(Caller.Of(context)!, id, work); // the route needs a permission, so there is one
    }
}
