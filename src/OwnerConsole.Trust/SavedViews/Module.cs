using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Trust.SavedViews.Pages;
using OwnerConsole.Ui.Dialogs;
using OwnerConsole.Ui.Tables;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Trust.SavedViews;

/// <summary>Saved views of lists, shown on every page that renders the slot <c>list.views</c>.</summary>
public sealed class Module : Kernel.Modules.Module
{
    internal const string Read = "saved_view.read";

    private const string CountsAddress = "/saved-views";

    public override IEnumerable<Panel> Panels => [new("list.views", Read, 10, Draw)];

    public override void AddServices(IServiceCollection services) =>
        services
            .AddSingleton<SavedViewList>()
            .AddSingleton<ViewCounts>()
            .AddSingleton<IFinder, ViewFinder>()
            .AddSingleton<ListStartResolver>(provider => provider.GetRequiredService<SavedViewList>().FindDefault);

    public override void MapRoutes(IEndpointRouteBuilder routes)
    {
        routes.MapGet(CountsAddress, Count).RequirePermission(Read);
        routes
            .MapGet("/api/v1/saved-views", List)
            .WithSummary("List the team's saved views and the caller's own.")
            .WithQueryParameter("list", "Path of a list's page. Without it, views of all lists are returned.")
            .WithListPaging()
            .Produces<OwnerConsole.Data.Page<SavedView>>()
            .RequirePermission(Read);
    }

    private static async Task<RenderFragment> Draw(IServiceProvider services, PanelPlace place, UnitOfWork work)
    {
        var (views, counts) = (
            await services.GetRequiredService<SavedViewList>().Find(place.Caller, place.Id, work),
            services.GetRequiredService<ViewCounts>()
        );
        return Bar(place, views, counts, counts.IsDue(place.Caller, views) ? $"{CountsAddress}?at={Uri.EscapeDataString(place.Address)}" : null);
    }

    /// <summary>The bar with all row counts.</summary>
    private static async Task<IResult> Count(HttpContext context, SavedViewList list, ViewCounts counts, Database database)
    {
        context.Request.RequireKnown("at");
        var (caller, at) = (Caller.Of(context)!, LocalAddress.OrNull(context.Request.Text("at")) ?? "/"); // the route requires a permission
        var place = new PanelPlace(caller, at.Split('?')[0], at);
        await using var work = await database.Read(context.RequestAborted);
        var views = await list.Find(caller, place.Id, work);
        await counts.Count(caller, views, work);
        return new PageResult("Saved views", Bar(place, views, counts, due: null));
    }

    private static RenderFragment Bar(PanelPlace place, IReadOnlyList<SavedView> views, ViewCounts counts, string? due) =>
        PageResult.Of<SavedViewBar>(
            (nameof(SavedViewBar.Views), views),
            (nameof(SavedViewBar.Place), place),
            (nameof(SavedViewBar.Counts), counts.Known(place.Caller, views)),
            (nameof(SavedViewBar.Due), due)
        );

    private static async Task<IResult> List(HttpContext context, SavedViewList views, Database database)
    {
        context.Request.RequireKnown("list");
        await using var work = await database.Read(context.RequestAborted);
        return Results.Json(
            new OwnerConsole.Data.Page<SavedView>(await views.Find(Caller.Of(context)!, context.Request.Text("list"), work), null, null),
            Json.ResponseOptions
        );
    }
}
