using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Messaging.Broadcasts.Pages;
using OwnerConsole.Ui.Tables;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Messaging.Broadcasts;

/// <summary>Serves broadcasts as pages and through the API.</summary>
public sealed class BroadcastRoutes(Database database, RecipientReader reader, Panels panels)
{
    public const string Address = "/messaging/broadcasts",
        Read = "broadcast.read";

    internal static readonly IReadOnlyList<string> Filters = ["q", "state"];

    public static string Of(string id) => $"{Address}/{id}";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Address, (HttpContext context, BroadcastRoutes self) => self.Show(context)).WithSavedViews().RequirePermission(Read);
        routes.MapGet(Address + "/{id}", (HttpContext context, string id, BroadcastRoutes self) => self.ShowOne(context, id)).RequirePermission(Read);
        routes
            .MapGet(Address + "/{id}/html", (HttpContext context, string id, BroadcastRoutes self) => self.Html(context, id))
            .RequirePermission(Read)
            .Sandboxed();
        routes
            .MapGet("/api/v1/broadcasts", (HttpContext context, BroadcastRoutes self) => self.List(context))
            .WithSummary("List broadcasts with their statistics, newest first.")
            .WithPaging()
            .WithQueryParameter("q", "Part of the subject, or a complete broadcast id.")
            .WithQueryParameter("state", "How far the broadcast is.", QueryType.OneOf<BroadcastState>())
            .Produces<OwnerConsole.Data.Page<BroadcastView>>()
            .RequirePermission(Read);
        routes
            .MapGet("/api/v1/broadcasts/{id}", (HttpContext context, string id, BroadcastRoutes self) => self.Find(context, id))
            .WithSummary("Get a broadcast with its statistics.")
            .Produces<BroadcastView>()
            .RequirePermission(Read);
        routes
            .MapGet("/api/v1/broadcasts/{id}/reach", (HttpContext context, string id, BroadcastRoutes self) => self.FindReach(context, id))
            .WithSummary("Get who would receive a broadcast if it were sent now.")
            .Produces<Reach>()
            .RequirePermission(Read);
        routes
            .MapGet("/api/v1/broadcasts/{id}/preview", (HttpContext context, string id, BroadcastRoutes self) => self.Preview(context, id))
            .WithSummary("Get what a member would receive of a broadcast.")
            .WithQueryParameter("recipient", "ID of the member whose values are inserted. Example values when omitted.")
            .Produces<BroadcastPreview>()
            .RequirePermission(Read);
        routes
            .MapGet("/api/v1/broadcasts/{id}/recipients", (HttpContext context, string id, BroadcastRoutes self) => self.ListRecipients(context, id))
            .WithSummary("List the recipients of a broadcast and the members it excluded, by tenant.")
            .WithPaging()
            .WithQueryParameter("channel", "Channel of the recipients: email, in_app, correction, or the id of a channel.")
            .WithQueryParameter("state", "What became of the recipients, or how they reacted.", QueryType.OneOf<RecipientGroup>())
            .Produces<OwnerConsole.Data.Page<RecipientView>>()
            .RequirePermission(Read);
    }

    private async Task<IResult> Show(HttpContext context)
    {
        var address = ListAddress.Of(Address, context.Request, Filters.Contains);
        address.Canonicalize(context);
        var caller = Caller.Of(context)!; // the route requires a permission, so the caller is signed in
        await using var work = await database.Read(context.RequestAborted);
        var page = await Broadcast.List(await Filter(context, caller, work), work);
        return new PageResult(
            "Broadcasts",
            PageResult.Of<BroadcastsPage>(
                (nameof(BroadcastsPage.Address), address),
                (nameof(BroadcastsPage.Views), await panels.DrawViews(address.Place(caller), work)),
                (nameof(BroadcastsPage.Caller), caller),
                (nameof(BroadcastsPage.Broadcasts), page),
                (nameof(BroadcastsPage.ChannelTitle), await BroadcastChannel.FindTitles(work)),
                (nameof(BroadcastsPage.Statistics), await ChannelStatistics.Find([.. page.Data.Select(broadcast => broadcast.Id)], work))
            )
        );
    }

    private async Task<IResult> ShowOne(HttpContext context, string id)
    {
        var caller = Caller.Of(context)!; // the route requires a permission, so the caller is signed in
        var (channel, group) = (context.Request.Text("channel"), context.Request.Query.Word<RecipientGroup>("state"));
        await using var work = await database.Read(context.RequestAborted);
        var broadcast = await Get(caller, id, work);
        var targets = broadcast.IsOpen ? await reader.FindTargets(broadcast.Audience, caller, broadcast.Mode, work) : null;
        return new PageResult(
            broadcast.Subject,
            PageResult.Of<BroadcastPage>(
                (nameof(BroadcastPage.Caller), caller),
                (nameof(BroadcastPage.Broadcast), broadcast),
                (nameof(BroadcastPage.Reach), broadcast.IsOpen ? await Reach.Find(broadcast, targets, reader, work) : null),
                (nameof(BroadcastPage.Statistics), (await ChannelStatistics.Find([id], work))[id].ToList()),
                (nameof(BroadcastPage.ChannelTitle), await BroadcastChannel.FindTitles(work)),
                (nameof(BroadcastPage.Roles), (await PlatformWords.Of(work))),
                (nameof(BroadcastPage.IsBeingCorrected), !broadcast.IsOpen && await BroadcastCorrector.IsUnfinished(id, work)),
                (nameof(BroadcastPage.Preview), await BroadcastPreview.Of(broadcast, context.Request.Text("recipient"), work)),
                (nameof(BroadcastPage.Samples), await BroadcastPreview.FindSamples(broadcast, targets, work)),
                (nameof(BroadcastPage.Channel), channel),
                (nameof(BroadcastPage.Group), group),
                (
                    nameof(BroadcastPage.Recipients),
                    channel is null && group is null
                        ? null
                        : await RecipientList.Find(new(id, channel, group, context.Request.Text("cursor"), 50, caller.OnlyTenant), work)
                )
            )
        );
    }

    /// <summary>The email for a frame without scripts and external resources, because its content is written by users.</summary>
    private async Task<IResult> Html(HttpContext context, string id)
    {
        await using var work = await database.Read(context.RequestAborted);
        var broadcast = await Get(Caller.Of(context)!, id, work);
        return Results.Content((await BroadcastPreview.Of(broadcast, context.Request.Text("recipient"), work)).Email.Html, "text/html; charset=utf-8");
    }

    private async Task<IResult> Preview(HttpContext context, string id)
    {
        context.Request.RequireKnown("recipient");
        await using var work = await database.Read(context.RequestAborted);
        var broadcast = await Get(Platform(context), id, work);
        return Results.Json(await BroadcastPreview.Of(broadcast, context.Request.Text("recipient"), work), Json.ResponseOptions);
    }

    private async Task<IResult> List(HttpContext context)
    {
        context.Request.RequireKnown([.. Filters, "cursor", "limit"]);
        await using var work = await database.Read(context.RequestAborted);
        var page = await Broadcast.List(await Filter(context, Platform(context), work) with { Limit = context.Request.Limit() }, work);
        var statistics = await ChannelStatistics.Find([.. page.Data.Select(broadcast => broadcast.Id)], work);
        return Results.Json(
            new OwnerConsole.Data.Page<BroadcastView>(
                [.. page.Data.Select(broadcast => BroadcastView.Of(broadcast, [.. statistics[broadcast.Id]]))],
                page.NextCursor,
                page.Total
            ),
            Json.ResponseOptions
        );
    }

    private async Task<IResult> Find(HttpContext context, string id)
    {
        context.Request.RequireKnown();
        await using var work = await database.Read(context.RequestAborted);
        var broadcast = await Get(Platform(context), id, work);
        return Results.Json(BroadcastView.Of(broadcast, [.. (await ChannelStatistics.Find([id], work))[id]]), Json.ResponseOptions);
    }

    private async Task<IResult> FindReach(HttpContext context, string id)
    {
        context.Request.RequireKnown();
        await using var work = await database.Read(context.RequestAborted);
        var caller = Platform(context);
        return Results.Json(await Reach.Find(await Get(caller, id, work), caller, reader, work), Json.ResponseOptions);
    }

    private async Task<IResult> ListRecipients(HttpContext context, string id)
    {
        var request = context.Request;
        request.RequireKnown("channel", "state", "cursor", "limit");
        await using var work = await database.Read(context.RequestAborted);
        await Get(Platform(context), id, work);
        var channel = request.Text("channel");
        var filter = new RecipientFilter(id, channel, request.Query.Word<RecipientGroup>("state"), request.Text("cursor"), request.Limit(), null);
        return Results.Json(await RecipientList.Find(filter, work), Json.ResponseOptions);
    }

    private static async Task<BroadcastFilter> Filter(HttpContext context, Caller caller, UnitOfWork work) =>
        new(
            await Modes.Shown(caller, work),
            context.Request.Query.SearchText(),
            context.Request.Query.Word<BroadcastState>("state"),
            context.Request.Text("cursor")
        );

    private static async Task<Broadcast> Get(Caller caller, string id, UnitOfWork work) =>
        await Broadcast.Find(id, work) is { } broadcast && (caller.Mode is null || caller.Mode == broadcast.Mode)
            ? broadcast
            : throw Problem.NotFound("broadcast", id);

    private static Caller Platform(HttpContext context) =>
        Caller.Of(context) is { IsScoped: false } caller
            ? caller
            : throw Problem.WholePlatform("Broadcasts cover the whole platform. A key limited to one tenant can't read them.");
}
