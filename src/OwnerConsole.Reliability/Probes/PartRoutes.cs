using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Reliability.Probes;

/// <summary>Serves the history of the console's own parts through the API.</summary>
internal sealed class PartRoutes(Database database, HealthReader health, TimeProvider clock)
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/api/v1/health/parts", (HttpContext context, PartRoutes self) => self.List(context))
            .WithSummary("List how the states of the console's own parts have changed, with uptime.")
            .WithQueryParameter("range", "Period of the uptime bars. A quarter is 90 days. Default: month.", QueryType.OneOf<TrendRange>())
            .WithQueryParameter("part", "Key of a part, such as audit_log. All parts if it is missing.")
            .WithListPaging()
            .Produces<OwnerConsole.Data.Page<PartHistory>>()
            .RequirePermission(ProbeRoutes.Read);

    private async Task<IResult> List(HttpContext context)
    {
        context.Request.RequireKnown("range", "part");
        var caller = ProbeRoutes.Platform(context);
        var range = context.Request.Query.Word<TrendRange>("range") ?? TrendRange.Month;
        await using var work = await database.Read(context.RequestAborted);
        var parts = await health.ReadParts(caller, work);
        var named = context.Request.Text("part");
        string[] keys = [.. parts.Select(part => part.Key).Where(key => named is null || key == named).Distinct(StringComparer.Ordinal)];
        var histories = await PartHistory.List(keys, range, clock.GetUtcNow(), work);
        return Results.Json(new OwnerConsole.Data.Page<PartHistory>([.. keys.Select(key => histories[key])], null, null), Json.ResponseOptions);
    }
}
