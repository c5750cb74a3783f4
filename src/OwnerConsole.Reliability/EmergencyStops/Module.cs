using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Reliability.EmergencyStops;

/// <summary>The emergency stop of the whole console.</summary>
public sealed class Module : Kernel.Modules.Module
{
    public override void MapRoutes(IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/api/v1/platform/stop", Find)
            .WithSummary("Get the emergency stop: whether it is set, since when and by whom.")
            .Produces<StopState>()
            .RequirePermission("platform.read");

    private static async Task<IResult> Find(HttpContext context, Database database)
    {
        await using var work = await database.Read(context.RequestAborted);
        return Results.Json(await EmergencyStop.Find(work), Json.ResponseOptions);
    }
}
