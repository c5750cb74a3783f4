using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Pure.StatusPages;
using OwnerConsole.Reliability.StatusPages.Pages;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Reliability.StatusPages;

/// <summary>Serves the public status page, its feed and its JSON from memory.</summary>
internal sealed class StatusRoutes(StatusSnapshots snapshots, TimeProvider clock)
{
    public const string Address = "/status",
        HistoryAddress = "/status/history",
        FeedAddress = "/status/feed.atom",
        RssAddress = "/status/feed.rss",
        StyleAddress = "/status/style.css";

    private const string Why = "visitors read the status page without signing in; it is off until an administrator publishes it",
        JsonAddress = "/status/api/v2/",
        Caching = "public, max-age=15, stale-if-error=86400";

    public static void Map(IEndpointRouteBuilder routes)
    {
        Public(routes.MapGet(Address, (HttpContext context, StatusRoutes self) => self.Show(context)));
        Public(routes.MapGet(HistoryAddress, (HttpContext context, StatusRoutes self) => self.ShowHistory(context)));
        Public(routes.MapGet(FeedAddress, (HttpContext context, StatusRoutes self) => self.SendFeed(context)));
        Public(routes.MapGet(RssAddress, (HttpContext context, StatusRoutes self) => self.SendRss(context)));
        Public(routes.MapGet(StyleAddress, (HttpContext context, StatusRoutes self) => self.SendStyle(context)));
        MapJson(routes, "summary.json", StatusJson.Summary);
        MapJson(routes, "status.json", StatusJson.StatusOnly);
        MapJson(routes, "components.json", StatusJson.ComponentsOnly);
        MapJson(routes, "incidents.json", (page, now) => StatusJson.Incidents(page, page.FindIncidents(), now));
        MapJson(routes, "incidents/unresolved.json", (page, now) => StatusJson.Incidents(page, page.FindUnresolved(now), now));
        MapJson(routes, "scheduled-maintenances.json", (page, now) => StatusJson.Maintenance(page, page.FindMaintenance(), now));
        MapJson(
            routes,
            "scheduled-maintenances/upcoming.json",
            (page, now) => StatusJson.Maintenance(page, page.FindMaintenance(now, NoticeStatus.Scheduled), now)
        );
        MapJson(
            routes,
            "scheduled-maintenances/active.json",
            (page, now) => StatusJson.Maintenance(page, page.FindMaintenance(now, NoticeStatus.InProgress, NoticeStatus.Verifying), now)
        );
    }

    /// <summary>A public page in the layout of the status page.</summary>
    internal static ComponentResult Page(StatusSnapshot snapshot, string title, RenderFragment content, int status = StatusCodes.Status200OK) =>
        new(typeof(StatusLayout), (nameof(StatusLayout.Page), snapshot.Page), (nameof(StatusLayout.Title), title), (nameof(StatusLayout.Content), content))
        {
            Status = status,
        };

    private static void Public(IEndpointConventionBuilder route) => route.AsPublicContent().AllowAnyone(Why);

    private static void MapJson(IEndpointRouteBuilder routes, string file, Func<StatusSnapshot, DateTimeOffset, object> write) =>
        Public(routes.MapGet(JsonAddress + file, (HttpContext context, StatusRoutes self) => self.SendJson(context, write)));

    private async Task<IResult> Show(HttpContext context)
    {
        var snapshot = await Find(context);
        return Page(
            snapshot,
            snapshot.Page.Name,
            PageResult.Of<StatusView>(
                (nameof(StatusView.Snapshot), snapshot),
                (nameof(StatusView.Now), clock.GetUtcNow()),
                (nameof(StatusView.StaleAt), snapshots.FindStaleTime())
            )
        );
    }

    private async Task<IResult> ShowHistory(HttpContext context)
    {
        var snapshot = await Find(context);
        return Page(
            snapshot,
            $"History · {snapshot.Page.Name}",
            PageResult.Of<StatusHistory>((nameof(StatusHistory.Snapshot), snapshot), (nameof(StatusHistory.Now), clock.GetUtcNow()))
        );
    }

    private async Task<IResult> SendFeed(HttpContext context) => Results.Text(StatusFeed.Write(await Find(context), clock.GetUtcNow()), StatusFeed.ContentType);

    private async Task<IResult> SendRss(HttpContext context) =>
        Results.Text(StatusFeed.WriteRss(await Find(context), clock.GetUtcNow()), StatusFeed.RssContentType);

    /// <summary>Also while the page is not public, because links in emails open pages that use it. It contains no links.</summary>
    private async Task<IResult> SendStyle(HttpContext context)
    {
        var snapshot = await snapshots.GetAny(context.RequestAborted);
        context.Response.Headers.CacheControl = Caching;
        return Results.Text(StatusStyle.Write(snapshot.Page.Accent), "text/css; charset=utf-8");
    }

    private async Task<IResult> SendJson(HttpContext context, Func<StatusSnapshot, DateTimeOffset, object> write)
    {
        var snapshot = await Find(context);
        context.Response.Headers.AccessControlAllowOrigin = "*"; // it is public, and widgets on other sites read it
        return Results.Json(write(snapshot, clock.GetUtcNow()), Json.ResponseOptions);
    }

    /// <summary>Caches can store responses only if all links use the configured URL: otherwise a forged Host header would end up in them.</summary>
    private async Task<StatusSnapshot> Find(HttpContext context)
    {
        var snapshot = await snapshots.Get(context.RequestAborted);
        if (snapshot.ConsoleUrl is not null)
            context.Response.Headers.CacheControl = Caching;
        return snapshot;
    }
}
