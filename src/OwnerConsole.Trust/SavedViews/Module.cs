using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Trust.SavedViews.Pages;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Trust.SavedViews;

/// <summary>Lists as people filtered them, above the list: any page that draws the slot <c>list.views</c> has them.</summary>
public sealed class Module : Kernel.Modules.Module
{
    private const string Read = "saved_view.read";

    public override IEnumerable<Panel> Panels => [new("list.views", Read, 10, Draw)];

    public override void AddServices(IServiceCollection services) => services.AddSingleton<SavedViewList>();

    public override void MapRoutes(IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/api/v1/saved-views", List)
            .Says("List the saved views that the caller sees: the team's and their own.")
            .Reads("list", "the address of a list's page; all lists without it")
            .Answers<Kernel.Data.Page<SavedView>>()
            .Needs(Read);

    private static async Task<RenderFragment> Draw(IServiceProvider services, PanelPlace place, Work work) =>
        Page.Of<SavedViewBar>(
            (nameof(SavedViewBar.Views), await services.GetRequiredService<SavedViewList>().Find(place.Caller, place.Id, work)),
            (nameof(SavedViewBar.Place), place)
        );

    private static async Task<IResult> List(HttpContext context, SavedViewList views, Database database)
    {
        context.Request.Knows("list");
        await using var work = await database.Read(context.RequestAborted);
        return Results.Json(
            new Kernel.Data.Page<SavedView>(await views.Find(Caller.Of(context)!, context.Request.Text("list"), work), null, null),
            Json.Options
        );
    }
}
