using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Reliability.ServiceMap.Pages;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Reliability.ServiceMap;

/// <summary>Serves the service map as a page and through the API.</summary>
internal sealed class ServiceMapRoutes(Database database, ServiceMapReader reader)
{
    public const string Address = "/ops/service-map",
        Read = "service_dependency.read";

    private const string Fails = "fails";

    public static string FailureOf(string service) => $"{Address}?{Fails}={Uri.EscapeDataString(service)}";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Address, (HttpContext context, ServiceMapRoutes self) => self.Show(context)).RequirePermission(Read);
        routes
            .MapGet("/api/v1/service-map", (HttpContext context, ServiceMapRoutes self) => self.Find(context))
            .WithSummary(
                "Get the dependencies between services, the tenants assigned to them, suggestions from traces, and what the failure of a service would affect."
            )
            .WithQueryParameter(Fails, "Name of a service on the map whose failure is simulated. Nothing is changed.")
            .Produces<ServiceMapView>()
            .RequirePermission(Read);
    }

    private async Task<IResult> Show(HttpContext context)
    {
        var caller = Platform(context);
        await using var work = await database.Read(context.RequestAborted);
        // The page is loaded again after the last dependency of the simulated service was removed.
        var map = await reader.Find(context.Request.Text(Fails), caller, work) ?? await reader.Find(fails: null, caller, work);
        return new PageResult(
            "Service map",
            PageResult.Of<ServiceMapPage>(
                (nameof(ServiceMapPage.Caller), caller),
                (nameof(ServiceMapPage.Map), map),
                (nameof(ServiceMapPage.Health), await ServiceMapReader.FindHealth(caller, work))
            )
        );
    }

    private async Task<IResult> Find(HttpContext context)
    {
        context.Request.RequireKnown(Fails);
        var caller = Platform(context);
        var fails = context.Request.Text(Fails);
        await using var work = await database.Read(context.RequestAborted);
        var map = await reader.Find(fails, caller, work) ?? throw Problem.NotFound("service", fails ?? "");
        return Results.Json(map, Json.ResponseOptions);
    }

    private static Caller Platform(HttpContext context) =>
        Caller.OfPlatform(context, "The service map covers the whole platform. With access to test data or to some tenants only, you can't read it.");
}
