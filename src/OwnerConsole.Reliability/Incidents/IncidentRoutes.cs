using System.Net.Mime;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Pure.Incidents;
using OwnerConsole.Reliability.Incidents.Pages;
using OwnerConsole.Ui.Tables;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Reliability.Incidents;

/// <summary>Serves incidents as pages and through the API.</summary>
internal sealed class IncidentRoutes(Database database, IncidentReader reader, TimeProvider clock)
{
    public const string Address = "/ops/incidents",
        Read = "incident.read";

    /// <summary>Open incidents on the page.</summary>
    internal const int MaxOpen = 100;

    /// <summary>Entries from each source of the timeline in a post-mortem.</summary>
    private const int MaxReported = 1_000;

    private const int PageSize = 25;

    private static readonly IReadOnlyList<string> s_filters = ["q", "severity"];

    public static string Of(string id) => $"{Address}/{id}";

    public static string PostMortemOf(string id) => $"{Address}/{id}/post-mortem";

    public static string FileOf(string id) => $"{Address}/{id}/post-mortem/file";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Address, (HttpContext context, IncidentRoutes self) => self.Show(context)).RequirePermission(Read);
        routes.MapGet(Address + "/{id}", (HttpContext context, string id, IncidentRoutes self) => self.ShowOne(context, id)).RequirePermission(Read);
        routes
            .MapGet(Address + "/{id}/post-mortem", (HttpContext context, string id, IncidentRoutes self) => self.ShowPostMortem(context, id))
            .RequirePermission(Read);
        routes.MapGet(FileOf("{id}"), (HttpContext context, string id, IncidentRoutes self) => self.SendPostMortem(context, id)).RequirePermission(Read);
        routes
            .MapGet("/api/v1/incidents", (HttpContext context, IncidentRoutes self) => self.List(context))
            .WithSummary("List incidents with their times, newest first.")
            .WithPaging()
            .WithQueryParameter("q", "Part of the title, or a complete incident ID.")
            .WithQueryParameter("severity", "Only incidents with this severity.", QueryType.OneOf<IncidentSeverity>())
            .WithQueryParameter("state", "open for incidents that are not closed, closed, or all. Default: all.", QueryType.OneOf<IncidentListState>())
            .Produces<OwnerConsole.Data.Page<IncidentView>>()
            .RequirePermission(Read);
        routes
            .MapGet("/api/v1/incidents/{id}", (HttpContext context, string id, IncidentRoutes self) => self.Find(context, id))
            .WithSummary("Get an incident with its impact, its timeline and its post-mortem.")
            .Produces<IncidentDetails>()
            .RequirePermission(Read);
        routes
            .MapGet("/api/v1/incidents/{id}/timeline", (HttpContext context, string id, IncidentRoutes self) => self.FindTimeline(context, id))
            .WithSummary("List what happened during an incident, newest first. A page can have up to twice as many entries as its limit.")
            .WithPaging()
            .Produces<OwnerConsole.Data.Page<IncidentTimelineEntry>>()
            .RequirePermission(Read);
        routes
            .MapGet("/api/v1/incidents/{id}/post-mortem", (HttpContext context, string id, IncidentRoutes self) => self.SendPostMortem(context, id))
            .WithSummary("Get the post-mortem of an incident as a PDF file.")
            .ProducesFile(MediaTypeNames.Application.Pdf)
            .RequirePermission(Read);
        routes
            .MapGet("/api/v1/incident-figures", (HttpContext context, IncidentRoutes self) => self.FindFigures(context))
            .WithSummary("Get the mean times to detect, acknowledge and resolve the incidents that started in the last 90 days.")
            .Produces<IncidentFigures>()
            .RequirePermission(Read);
    }

    private async Task<IResult> Show(HttpContext context)
    {
        var caller = Platform(context);
        var address = ListAddress.Of(Address, context.Request, s_filters.Contains);
        address.Canonicalize(context);
        await using var work = await database.Read(context.RequestAborted);
        var closed = await Incident.List(Filter(context, isClosed: true, PageSize), work);
        return new PageResult(
            "Incidents",
            PageResult.Of<IncidentsPage>(
                (nameof(IncidentsPage.Address), address),
                (nameof(IncidentsPage.Caller), caller),
                (nameof(IncidentsPage.Open), await IncidentView.Of(await Incident.ListOpen(MaxOpen, work), clock.GetUtcNow(), work)),
                (nameof(IncidentsPage.Closed), await View(closed, work)),
                (nameof(IncidentsPage.Figures), await IncidentFigures.Find(clock.GetUtcNow(), work))
            )
        );
    }

    private async Task<IResult> ShowOne(HttpContext context, string id)
    {
        var (caller, cursor) = (Platform(context), context.Request.Text("cursor"));
        await using var work = await database.Read(context.RequestAborted);
        var report = await reader.Find(caller, id, cursor, IncidentReader.PageSize, work);
        return new PageResult(
            report.Incident.Title,
            PageResult.Of<IncidentPage>(
                (nameof(IncidentPage.Caller), caller),
                (nameof(IncidentPage.Report), report),
                (nameof(IncidentPage.IsFirst), cursor is null)
            )
        );
    }

    private async Task<IResult> ShowPostMortem(HttpContext context, string id)
    {
        var caller = Platform(context);
        await using var work = await database.Read(context.RequestAborted);
        var report = await reader.Find(caller, id, cursor: null, MaxReported, work);
        return new PageResult(
            $"Post-mortem: {report.Incident.Title}",
            PageResult.Of<PostMortemPage>((nameof(PostMortemPage.Caller), caller), (nameof(PostMortemPage.Report), report))
        );
    }

    private async Task<IResult> SendPostMortem(HttpContext context, string id)
    {
        context.Request.RequireKnown();
        var caller = Platform(context);
        await using var work = await database.Read(context.RequestAborted);
        var report = await reader.Find(caller, id, cursor: null, MaxReported, work);
        return Results.File(PostMortemDocument.Write(report), MediaTypeNames.Application.Pdf, $"post-mortem-{id}.pdf");
    }

    private async Task<IResult> FindTimeline(HttpContext context, string id)
    {
        context.Request.RequireKnown("cursor", "limit");
        var caller = Platform(context);
        await using var work = await database.Read(context.RequestAborted);
        var page = await reader.FindTimeline(caller, id, context.Request.Text("cursor"), context.Request.Limit(), work);
        return Results.Json(page, Json.ResponseOptions);
    }

    private async Task<IResult> List(HttpContext context)
    {
        context.Request.RequireKnown([.. s_filters, "state", "cursor", "limit"]);
        Platform(context);
        await using var work = await database.Read(context.RequestAborted);
        bool? isClosed = (context.Request.Query.Word<IncidentListState>("state") ?? IncidentListState.All) switch
        {
            IncidentListState.Open => false,
            IncidentListState.Closed => true,
            _ => null,
        };
        var page = await Incident.List(Filter(context, isClosed, context.Request.Limit()), work);
        return Results.Json(await View(page, work), Json.ResponseOptions);
    }

    private async Task<IResult> Find(HttpContext context, string id)
    {
        context.Request.RequireKnown();
        var caller = Platform(context);
        await using var work = await database.Read(context.RequestAborted);
        return Results.Json((await reader.Find(caller, id, cursor: null, IncidentReader.PageSize, work)).ToDetails(), Json.ResponseOptions);
    }

    private async Task<IResult> FindFigures(HttpContext context)
    {
        context.Request.RequireKnown();
        Platform(context);
        await using var work = await database.Read(context.RequestAborted);
        return Results.Json(await IncidentFigures.Find(clock.GetUtcNow(), work), Json.ResponseOptions);
    }

    private static IncidentFilter Filter(HttpContext context, bool? isClosed, int limit) =>
        new(isClosed, context.Request.Query.SearchText(), context.Request.Query.Word<IncidentSeverity>("severity"), context.Request.Text("cursor"), limit);

    private async Task<OwnerConsole.Data.Page<IncidentView>> View(OwnerConsole.Data.Page<Incident> page, UnitOfWork work) =>
        new(await IncidentView.Of(page.Data, clock.GetUtcNow(), work), page.NextCursor, page.Total);

    private static Caller Platform(HttpContext context) =>
        Caller.OfPlatform(context, "Incidents cover the whole platform. With access to test data or to some tenants only, you can't read them.");
}
