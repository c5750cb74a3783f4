using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Pure.StatusPages;
using OwnerConsole.Reliability.StatusPages.Pages;
using OwnerConsole.Ui.Tables;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Reliability.StatusPages;

/// <summary>Serves the team's list of subscribers of the status page, and its API.</summary>
internal sealed class SubscriberListRoutes(Database database, StatusRecipients recipients)
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
        var (subscribers, names) = await Load(context, PageSize);
        return new PageResult(
            "Subscribers",
            PageResult.Of<StatusSubscribersPage>(
                (nameof(StatusSubscribersPage.Caller), caller),
                (nameof(StatusSubscribersPage.Subscribers), subscribers),
                (nameof(StatusSubscribersPage.Names), names),
                (nameof(StatusSubscribersPage.Address), address)
            )
        );
    }

    private async Task<IResult> List(HttpContext context)
    {
        context.Request.RequireKnown("cursor", "limit");
        StatusPageRoutes.Platform(context);
        var (subscribers, _) = await Load(context, context.Request.Limit());
        return Results.Json(subscribers, Json.ResponseOptions);
    }

    /// <returns>A page, and the names of all components by ID.</returns>
    private async Task<(OwnerConsole.Data.Page<StatusSubscriberView> Subscribers, IReadOnlyDictionary<string, string> Names)> Load(
        HttpContext context,
        int limit
    )
    {
        var (page, limits, names) = await Read(context.Request.Text("cursor"), limit, context.RequestAborted);
        return (new(await recipients.RemoveUnseen(page.Data, limits, context.RequestAborted), page.NextCursor, page.Total), names);
    }

    /// <summary>The connection is returned before the tenants of the subscribers are looked up with another one.</summary>
    private async Task<(
        OwnerConsole.Data.Page<StatusSubscriberView> Page,
        IReadOnlyList<ComponentLimit> Limits,
        IReadOnlyDictionary<string, string> Names
    )> Read(string? cursor, int limit, CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        var names = (await StatusComponent.List(work)).ToDictionary(component => component.Id, component => component.Name, StringComparer.Ordinal);
        return (await StatusSubscriberView.List(cursor, limit, work), await StatusLimit.List(work), names);
    }
}
