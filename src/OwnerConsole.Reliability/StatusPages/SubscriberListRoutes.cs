using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Reliability.StatusPages.Pages;
using OwnerConsole.Ui.Tables;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Reliability.StatusPages;

/// <summary>Serves the team's list of subscribers of the status page, and its API.</summary>
internal sealed class SubscriberListRoutes(Database database)
{
    public const string Address = StatusPageRoutes.Address + "/subscribers";

    private const int PageSize = 25;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Address, (HttpContext context, SubscriberListRoutes self) => self.Show(context)).RequirePermission(StatusPageRoutes.Read);
        routes
            .MapGet("/api/v1/status-page/subscribers", (HttpContext context, SubscriberListRoutes self) => self.List(context))
            .WithSummary("List subscribers of the status page, newest first, with the last delivery of webhooks.")
            .WithPaging()
            .Produces<OwnerConsole.Data.Page<StatusSubscriberView>>()
            .RequirePermission(StatusPageRoutes.Read);
    }

    private async Task<IResult> Show(HttpContext context)
    {
        var caller = StatusPageRoutes.Platform(context);
        var address = ListAddress.Of(Address, context.Request, _ => false);
        address.Canonicalize(context);
        await using var work = await database.Read(context.RequestAborted);
        return new PageResult(
            "Subscribers",
            PageResult.Of<StatusSubscribersPage>(
                (nameof(StatusSubscribersPage.Caller), caller),
                (nameof(StatusSubscribersPage.Subscribers), await StatusSubscriberView.List(context.Request.Text("cursor"), PageSize, work)),
                (nameof(StatusSubscribersPage.Address), address)
            )
        );
    }

    private async Task<IResult> List(HttpContext context)
    {
        context.Request.RequireKnown("cursor", "limit");
        StatusPageRoutes.Platform(context);
        await using var work = await database.Read(context.RequestAborted);
        return Results.Json(await StatusSubscriberView.List(context.Request.Text("cursor"), context.Request.Limit(), work), Json.ResponseOptions);
    }
}
