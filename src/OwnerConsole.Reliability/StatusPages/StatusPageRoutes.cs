using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Reliability.StatusPages.Pages;
using OwnerConsole.Ui.Tables;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Reliability.StatusPages;

/// <summary>Serves the pages by which the team manages the status page, and its API.</summary>
internal sealed class StatusPageRoutes(Database database, TimeProvider clock)
{
    public const string Address = "/ops/status-page",
        Read = "status_page.read";

    private const int PageSize = 25;

    public static string Of(string id) => $"{Address}/{id}";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Address, (HttpContext context, StatusPageRoutes self) => self.Show(context)).RequirePermission(Read);
        routes.MapGet(Address + "/{id}", (HttpContext context, string id, StatusPageRoutes self) => self.ShowNotice(context, id)).RequirePermission(Read);
        routes
            .MapGet("/api/v1/status-page", (HttpContext context, StatusPageRoutes self) => self.Find(context))
            .WithSummary("Get the settings of the status page, its components and the number of its subscribers.")
            .Produces<StatusPageDetails>()
            .RequirePermission(Read);
        routes
            .MapGet("/api/v1/status-page/notices", (HttpContext context, StatusPageRoutes self) => self.List(context))
            .WithSummary("List incidents and maintenance on the status page, newest first.")
            .WithPaging()
            .WithQueryParameter("kind", "Only incidents or only maintenance.", QueryType.OneOf<NoticeKind>())
            .Produces<OwnerConsole.Data.Page<StatusNoticeView>>()
            .RequirePermission(Read);
        routes
            .MapGet("/api/v1/status-page/notices/{id}", (HttpContext context, string id, StatusPageRoutes self) => self.FindNotice(context, id))
            .WithSummary("Get an incident or a maintenance on the status page with its updates.")
            .Produces<StatusNoticeDetails>()
            .RequirePermission(Read);
    }

    private async Task<IResult> Show(HttpContext context)
    {
        var caller = Platform(context);
        var address = ListAddress.Of(Address, context.Request, _ => false);
        address.Canonicalize(context);
        await using var work = await database.Read(context.RequestAborted);
        return new PageResult(
            "Status page",
            PageResult.Of<StatusPagePage>(
                (nameof(StatusPagePage.Caller), caller),
                (nameof(StatusPagePage.Details), await Load(work)),
                (nameof(StatusPagePage.Notices), await List(kind: null, context.Request.Text("cursor"), PageSize, work)),
                (nameof(StatusPagePage.Address), address)
            )
        );
    }

    private async Task<IResult> ShowNotice(HttpContext context, string id)
    {
        var caller = Platform(context);
        await using var work = await database.Read(context.RequestAborted);
        var details = await Find(id, work);
        var components = await StatusComponent.List(details.Notice.Components, work);
        return new PageResult(
            details.Notice.Title,
            PageResult.Of<StatusNoticePage>(
                (nameof(StatusNoticePage.Caller), caller),
                (nameof(StatusNoticePage.Details), details),
                (nameof(StatusNoticePage.Components), (IReadOnlyList<string>)[.. components.Select(component => component.Name)])
            )
        );
    }

    private async Task<IResult> Find(HttpContext context)
    {
        context.Request.RequireKnown();
        Platform(context);
        await using var work = await database.Read(context.RequestAborted);
        return Results.Json(await Load(work), Json.ResponseOptions);
    }

    private async Task<IResult> List(HttpContext context)
    {
        context.Request.RequireKnown("kind", "cursor", "limit");
        Platform(context);
        await using var work = await database.Read(context.RequestAborted);
        var page = await List(context.Request.Query.Word<NoticeKind>("kind"), context.Request.Text("cursor"), context.Request.Limit(), work);
        return Results.Json(page, Json.ResponseOptions);
    }

    private async Task<IResult> FindNotice(HttpContext context, string id)
    {
        context.Request.RequireKnown();
        Platform(context);
        await using var work = await database.Read(context.RequestAborted);
        return Results.Json(await Find(id, work), Json.ResponseOptions);
    }

    private async Task<StatusPageDetails> Load(UnitOfWork work)
    {
        var (settings, url) = (await StatusPageSettings.Find(work), await PlatformAddress.Of(work));
        return new(
            settings,
            url is null ? null : (settings.Address ?? url) + StatusRoutes.Address,
            await Subscriber.Count(work),
            await Subscriber.CountWebhooks(work),
            await StatusComponentView.List(clock.GetUtcNow(), work),
            url is not null && await EmailSetup.IsDone(work)
        );
    }

    private async Task<OwnerConsole.Data.Page<StatusNoticeView>> List(NoticeKind? kind, string? cursor, int limit, UnitOfWork work)
    {
        var (page, now) = (await StatusNotice.List(kind, cursor, limit, work), clock.GetUtcNow());
        return new([.. page.Data.Select(notice => StatusNoticeView.Of(notice, now))], page.NextCursor, page.Total);
    }

    private async Task<StatusNoticeDetails> Find(string id, UnitOfWork work)
    {
        if (await StatusNotice.List([id], work) is not [var notice])
            throw Problem.NotFound("status notice", id);
        return new(StatusNoticeView.Of(notice, clock.GetUtcNow()), [.. (await NoticeUpdate.List([id], work))[id]]);
    }

    /// <returns>The caller, who can read the whole platform.</returns>
    internal static Caller Platform(HttpContext context) =>
        Caller.OfPlatform(context, "The status page covers the whole platform. With access to test data or to some tenants only, you can't read it.");
}
