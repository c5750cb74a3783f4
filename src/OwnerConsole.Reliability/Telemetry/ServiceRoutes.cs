using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Pure.Periods;
using OwnerConsole.Reliability.Telemetry.Pages;
using OwnerConsole.Reliability.Telemetry.Public;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Reliability.Telemetry;

/// <summary>Serves services as pages and through the API.</summary>
internal sealed class ServiceRoutes(Database database, TimeProvider clock)
{
    public const string Address = "/ops/services",
        Read = "service.read";

    private const string RangeHelp = "Period of the trends of CPU, memory and disk. A quarter is 90 days. Default: day.";

    public static string Of(string name) => $"{Address}/{Uri.EscapeDataString(name)}";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Address, (HttpContext context, ServiceRoutes self) => self.Show(context)).RequirePermission(Read);
        routes.MapGet(Address + "/{name}", (HttpContext context, string name, ServiceRoutes self) => self.ShowOne(context, name)).RequirePermission(Read);
        routes
            .MapGet("/api/v1/services", (HttpContext context, ServiceRoutes self) => self.List(context))
            .WithSummary("List services that send telemetry, by name.")
            .WithListPaging()
            .Produces<OwnerConsole.Data.Page<ServiceView>>()
            .RequirePermission(Read);
        routes
            .MapGet("/api/v1/services/{name}", (HttpContext context, string name, ServiceRoutes self) => self.Find(context, name))
            .WithSummary("Get a service with its routes, failed requests, logs, metrics, and CPU, memory and disk of its replicas.")
            .WithQueryParameter("range", RangeHelp, QueryType.OneOf<TrendRange>())
            .Produces<ServiceDetails>()
            .RequirePermission(Read);
    }

    private async Task<IResult> Show(HttpContext context)
    {
        Platform(context);
        await using var work = await database.Read(context.RequestAborted);
        return new PageResult(
            "Services",
            PageResult.Of<ServicesPage>(
                (nameof(ServicesPage.Services), await ServiceReader.List(clock.GetUtcNow(), work)),
                (nameof(ServicesPage.Origin), $"{context.Request.Scheme}://{context.Request.Host}")
            )
        );
    }

    private async Task<IResult> ShowOne(HttpContext context, string name)
    {
        Platform(context);
        await using var work = await database.Read(context.RequestAborted);
        return new PageResult(name, PageResult.Of<ServicePage>((nameof(ServicePage.Details), await Get(context, name, work))));
    }

    private async Task<IResult> List(HttpContext context)
    {
        context.Request.RequireKnown();
        Platform(context);
        await using var work = await database.Read(context.RequestAborted);
        return Results.Json(new OwnerConsole.Data.Page<ServiceView>(await ServiceReader.List(clock.GetUtcNow(), work), null, null), Json.ResponseOptions);
    }

    private async Task<IResult> Find(HttpContext context, string name)
    {
        context.Request.RequireKnown("range");
        Platform(context);
        await using var work = await database.Read(context.RequestAborted);
        return Results.Json(await Get(context, name, work), Json.ResponseOptions);
    }

    private async Task<ServiceDetails> Get(HttpContext context, string name, UnitOfWork work)
    {
        var range = context.Request.Query.Word<TrendRange>("range") ?? TrendRange.Day;
        return (name.Contains('\0', StringComparison.Ordinal) ? null : await ServiceReader.Find(Name(name), range, clock.GetUtcNow(), work))
            ?? throw Problem.NotFound("service", name);
    }

    /// <summary>The server decodes every escape in a path except that of a slash.</summary>
    private static string Name(string inPath) => inPath.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);

    private static Caller Platform(HttpContext context) =>
        Caller.OfPlatform(context, "Services cover the whole platform. With access to test data or to some tenants only, you can't read them.");
}
