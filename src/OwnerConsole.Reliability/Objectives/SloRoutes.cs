using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Reliability.Objectives.Pages;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Reliability.Objectives;

/// <summary>Serves SLOs as pages and through the API.</summary>
internal sealed class SloRoutes(Database database, TimeProvider clock)
{
    public const string Address = "/ops/slos",
        Read = "slo.read";

    public static string Of(string id) => $"{Address}/{id}";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Address, (HttpContext context, SloRoutes self) => self.Show(context)).RequirePermission(Read);
        routes.MapGet(Address + "/{id}", (HttpContext context, string id, SloRoutes self) => self.ShowOne(context, id)).RequirePermission(Read);
        routes
            .MapGet("/api/v1/slos", (HttpContext context, SloRoutes self) => self.List(context))
            .WithSummary("List SLOs with their error budgets and burn rates, by name.")
            .WithListPaging()
            .Produces<OwnerConsole.Data.Page<SloView>>()
            .RequirePermission(Read);
        routes
            .MapGet("/api/v1/slos/{id}", (HttpContext context, string id, SloRoutes self) => self.Find(context, id))
            .WithSummary("Get an SLO with its error budget by day and its alert rules.")
            .Produces<SloDetails>()
            .RequirePermission(Read);
    }

    private async Task<IResult> Show(HttpContext context)
    {
        var caller = Platform(context);
        await using var work = await database.Read(context.RequestAborted);
        return new PageResult(
            "SLOs",
            PageResult.Of<SlosPage>((nameof(SlosPage.Caller), caller), (nameof(SlosPage.Slos), await SloReader.List(clock.GetUtcNow(), work)))
        );
    }

    private async Task<IResult> ShowOne(HttpContext context, string id)
    {
        var caller = Platform(context);
        await using var work = await database.Read(context.RequestAborted);
        var details = await Get(id, caller, work);
        return new PageResult(details.Slo.Name, PageResult.Of<SloPage>((nameof(SloPage.Caller), caller), (nameof(SloPage.Details), details)));
    }

    private async Task<IResult> List(HttpContext context)
    {
        context.Request.RequireKnown();
        Platform(context);
        await using var work = await database.Read(context.RequestAborted);
        return Results.Json(new OwnerConsole.Data.Page<SloView>(await SloReader.List(clock.GetUtcNow(), work), null, null), Json.ResponseOptions);
    }

    private async Task<IResult> Find(HttpContext context, string id)
    {
        context.Request.RequireKnown();
        var caller = Platform(context);
        await using var work = await database.Read(context.RequestAborted);
        return Results.Json(await Get(id, caller, work), Json.ResponseOptions);
    }

    private async Task<SloDetails> Get(string id, Caller caller, UnitOfWork work) =>
        await SloReader.Find(id, caller, clock.GetUtcNow(), work) ?? throw Problem.NotFound("SLO", id);

    private static Caller Platform(HttpContext context) =>
        Caller.OfPlatform(context, "SLOs cover the whole platform. With access to test data or to some tenants only, you can't read them.");
}
