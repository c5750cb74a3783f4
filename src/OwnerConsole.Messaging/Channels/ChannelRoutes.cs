using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Messaging.Channels.Pages;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Messaging.Channels;

/// <summary>Serves channels and their messages as pages and through the API.</summary>
public sealed class ChannelRoutes(Database database)
{
    public const string Address = "/messaging/channels",
        Read = "channel.read";

    public static string Of(string id) => $"{Address}/{id}";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Address, (HttpContext context, ChannelRoutes self) => self.Show(context)).RequirePermission(Read);
        routes.MapGet(Address + "/{id}", (HttpContext context, string id, ChannelRoutes self) => self.ShowOne(context, id)).RequirePermission(Read);
        routes
            .MapGet("/api/v1/channels", (HttpContext context, ChannelRoutes self) => self.List(context))
            .WithSummary("List channels with their last test, by name. Secrets are never returned.")
            .WithListPaging()
            .Produces<OwnerConsole.Data.Page<ChannelView>>()
            .RequirePermission(Read);
        routes
            .MapGet("/api/v1/channels/{id}", (HttpContext context, string id, ChannelRoutes self) => self.Find(context, id))
            .WithSummary("Get a channel with its last test. Secrets are never returned.")
            .Produces<ChannelView>()
            .RequirePermission(Read);
        routes
            .MapGet("/api/v1/channels/{id}/messages", (HttpContext context, string id, ChannelRoutes self) => self.ListMessages(context, id))
            .WithSummary("List the messages of a channel, newest first.")
            .WithPaging()
            .WithQueryParameter("state", "What became of the messages.", QueryType.OneOf<MessageState>())
            .Produces<OwnerConsole.Data.Page<ChannelMessage>>()
            .RequirePermission(Read);
    }

    private async Task<IResult> Show(HttpContext context)
    {
        Platform(context);
        await using var work = await database.Read(context.RequestAborted);
        return new PageResult(
            "Channels",
            PageResult.Of<ChannelsPage>((nameof(ChannelsPage.Caller), Caller.Of(context)), (nameof(ChannelsPage.Channels), await Views(work)))
        );
    }

    private async Task<IResult> ShowOne(HttpContext context, string id)
    {
        Platform(context);
        var (state, cursor) = (context.Request.Query.Word<MessageState>("state"), context.Request.Text("cursor"));
        await using var work = await database.Read(context.RequestAborted);
        var channel = await Get(id, work);
        return new PageResult(
            channel.Name,
            PageResult.Of<ChannelPage>(
                (nameof(ChannelPage.Caller), Caller.Of(context)),
                (nameof(ChannelPage.Channel), await View(channel, work)),
                (nameof(ChannelPage.State), state),
                (nameof(ChannelPage.Messages), await ChannelMessage.List(new(id, state, cursor), work))
            )
        );
    }

    private async Task<IResult> List(HttpContext context)
    {
        context.Request.RequireKnown();
        Platform(context);
        await using var work = await database.Read(context.RequestAborted);
        return Results.Json(new OwnerConsole.Data.Page<ChannelView>(await Views(work), null, null), Json.ResponseOptions);
    }

    private async Task<IResult> Find(HttpContext context, string id)
    {
        context.Request.RequireKnown();
        Platform(context);
        await using var work = await database.Read(context.RequestAborted);
        return Results.Json(await View(await Get(id, work), work), Json.ResponseOptions);
    }

    private async Task<IResult> ListMessages(HttpContext context, string id)
    {
        context.Request.RequireKnown("state", "cursor", "limit");
        Platform(context);
        await using var work = await database.Read(context.RequestAborted);
        await Get(id, work);
        var filter = new MessageFilter(id, context.Request.Query.Word<MessageState>("state"), context.Request.Text("cursor"), context.Request.Limit());
        return Results.Json(await ChannelMessage.List(filter, work), Json.ResponseOptions);
    }

    private static async Task<IReadOnlyList<ChannelView>> Views(UnitOfWork work)
    {
        var channels = await Channel.List(work);
        var tests = await ChannelMessage.FindTests([.. channels.Select(channel => channel.Id)], work);
        var console = await PlatformAddress.Of(work);
        return [.. channels.Select(channel => ChannelView.Of(channel, console, tests.GetValueOrDefault(channel.Id)))];
    }

    private static async Task<ChannelView> View(Channel channel, UnitOfWork work) =>
        ChannelView.Of(channel, await PlatformAddress.Of(work), (await ChannelMessage.FindTests([channel.Id], work)).GetValueOrDefault(channel.Id));

    private static async Task<Channel> Get(string id, UnitOfWork work) =>
        await Channel.Find(id, work) is { IsRemoved: false } channel ? channel : throw Problem.NotFound("channel", id);

    private static void Platform(HttpContext context)
    {
        if (Caller.Of(context) is not { IsScoped: false })
            throw Problem.WholePlatform("Channels belong to the whole platform. Team members and keys limited to some tenants can't read them.");
    }
}
