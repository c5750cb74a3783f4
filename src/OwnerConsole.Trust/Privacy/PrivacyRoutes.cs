using System.Net.Mime;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Pure.Exports;
using OwnerConsole.Pure.Privacy;
using OwnerConsole.Trust.Privacy.Pages;
using OwnerConsole.Ui.Tables;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Trust.Privacy;

/// <summary>Serves privacy requests and the record of processing as pages and through the API.</summary>
internal sealed class PrivacyRoutes(Database database, PrivacyReader reader, ProcessingRecord processing, TimeProvider clock)
{
    public const string Address = "/trust/privacy",
        ProcessingAddress = Address + "/processing",
        FileAddress = ProcessingAddress + "/file",
        Read = "privacy_request.read";

    /// <summary>Open requests on the page.</summary>
    internal const int MaxOpen = 100;

    private const int PageSize = 25,
        TimelineSize = 100;

    private static readonly IReadOnlyList<string> s_filters = ["q", "status", "kind", "due"];

    public static string Of(string id) => $"{Address}/{id}";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Address, (HttpContext context, PrivacyRoutes self) => self.Show(context)).RequirePermission(Read);
        routes.MapGet(ProcessingAddress, (HttpContext context, PrivacyRoutes self) => self.ShowProcessing(context)).RequirePermission(Read);
        routes.MapGet(FileAddress, (HttpContext context, PrivacyRoutes self) => self.SendProcessing(context)).RequirePermission(Read);
        routes.MapGet(Address + "/{id}", (HttpContext context, string id, PrivacyRoutes self) => self.ShowOne(context, id)).RequirePermission(Read);
        routes
            .MapGet("/api/v1/privacy-requests", (HttpContext context, PrivacyRoutes self) => self.List(context))
            .WithSummary("List privacy requests with their deadlines, newest first.")
            .WithPaging()
            .WithQueryParameter("q", "A complete request ID, member ID or email address.")
            .WithQueryParameter("status", "Only requests with this status.", QueryType.OneOf<PrivacyRequestStatus>())
            .WithQueryParameter("kind", "Only requests of this kind.", QueryType.OneOf<PrivacyRequestKind>())
            .WithQueryParameter(
                "due",
                "overdue for requests whose deadline has passed, week for those that are due within 7 days.",
                QueryType.OneOf<PrivacyDue>()
            )
            .WithQueryParameter("state", "open for requests that need work, done, or all. Default: all.", QueryType.OneOf<PrivacyListState>())
            .Produces<OwnerConsole.Data.Page<PrivacyRequestView>>()
            .RequirePermission(Read);
        routes
            .MapGet("/api/v1/privacy-requests/{id}", (HttpContext context, string id, PrivacyRoutes self) => self.Find(context, id))
            .WithSummary("Get a privacy request with the person, the number of rows stored about them, and its timeline.")
            .Produces<PrivacyRequestDetails>()
            .RequirePermission(Read);
        routes
            .MapGet("/api/v1/processing-activities", (HttpContext context, PrivacyRoutes self) => self.ListProcessing(context))
            .WithSummary("List the processing activities of the console: purposes, categories, recipients, retention and measures (GDPR article 30).")
            .WithListPaging()
            .Produces<OwnerConsole.Data.Page<ProcessingActivity>>()
            .RequirePermission(Read);
    }

    private async Task<IResult> Show(HttpContext context)
    {
        var caller = Platform(context);
        var address = ListAddress.Of(Address, context.Request, s_filters.Contains);
        address.Canonicalize(context);
        await using var work = await database.Read(context.RequestAborted);
        var today = await PrivacyRequestFacts.FindToday(clock.GetUtcNow(), work);
        var open = await PrivacyRequest.ListOpen(MaxOpen, work);
        var all = await PrivacyRequest.List(Filter(context, isDone: null, today, PageSize), work);
        return new PageResult(
            "Privacy requests",
            PageResult.Of<PrivacyRequestsPage>(
                (nameof(PrivacyRequestsPage.Address), address),
                (nameof(PrivacyRequestsPage.Caller), caller),
                (nameof(PrivacyRequestsPage.Open), open.Select(request => PrivacyRequestView.Of(request, today)).ToList()),
                (nameof(PrivacyRequestsPage.All), View(all, today)),
                (nameof(PrivacyRequestsPage.Names), await SentenceRenderer.For(open.Concat(all.Data).SelectMany(request => request.Members.Take(1)), work))
            )
        );
    }

    private async Task<IResult> ShowOne(HttpContext context, string id)
    {
        var (caller, cursor) = (Platform(context), context.Request.Text("cursor"));
        await using var work = await database.Read(context.RequestAborted);
        var report = await reader.Find(caller, id, cursor, TimelineSize, work);
        return new PageResult(
            PrivacyLabels.Title(report.Request.Kind, report.Request.Law),
            PageResult.Of<PrivacyRequestPage>(
                (nameof(PrivacyRequestPage.Caller), caller),
                (nameof(PrivacyRequestPage.Report), report),
                (nameof(PrivacyRequestPage.IsFirst), cursor is null)
            )
        );
    }

    private async Task<IResult> List(HttpContext context)
    {
        context.Request.RequireKnown([.. s_filters, "state", "cursor", "limit"]);
        Platform(context);
        await using var work = await database.Read(context.RequestAborted);
        bool? isDone = (context.Request.Query.Word<PrivacyListState>("state") ?? PrivacyListState.All) switch
        {
            PrivacyListState.Open => false,
            PrivacyListState.Done => true,
            _ => null,
        };
        var today = await PrivacyRequestFacts.FindToday(clock.GetUtcNow(), work);
        var page = await PrivacyRequest.List(Filter(context, isDone, today, context.Request.Limit()), work);
        return Results.Json(View(page, today), Json.ResponseOptions);
    }

    private async Task<IResult> Find(HttpContext context, string id)
    {
        context.Request.RequireKnown();
        var caller = Platform(context);
        await using var work = await database.Read(context.RequestAborted);
        return Results.Json((await reader.Find(caller, id, cursor: null, TimelineSize, work)).ToDetails(), Json.ResponseOptions);
    }

    private PageResult ShowProcessing(HttpContext context)
    {
        Platform(context);
        return new("Record of processing", PageResult.Of<ProcessingPage>((nameof(ProcessingPage.Activities), processing.Activities)));
    }

    private IResult ListProcessing(HttpContext context)
    {
        context.Request.RequireKnown();
        Platform(context);
        return Results.Json(new OwnerConsole.Data.Page<ProcessingActivity>(processing.Activities, null, null), Json.ResponseOptions);
    }

    private IResult SendProcessing(HttpContext context)
    {
        context.Request.RequireKnown();
        Platform(context);
        var rows = processing.Activities.Select(activity =>
            Csv.Row(
                activity.Name,
                activity.Purpose,
                activity.Subjects,
                activity.Categories,
                activity.LegalBasis,
                activity.Recipients,
                activity.Retention,
                activity.Measures,
                string.Join(' ', activity.Tables)
            )
        );
        var head = Csv.Row("activity", "purpose", "subjects", "categories", "legal_basis", "recipients", "retention", "measures", "tables");
        return Results.File(Encoding.UTF8.GetBytes("\uFEFF" + head + string.Concat(rows)), MediaTypeNames.Text.Csv, "record-of-processing.csv");
    }

    private static PrivacyRequestFilter Filter(HttpContext context, bool? isDone, DateOnly today, int limit) =>
        new(
            isDone,
            context.Request.Query.SearchText(),
            context.Request.Query.Word<PrivacyRequestStatus>("status"),
            context.Request.Query.Word<PrivacyRequestKind>("kind"),
            context.Request.Query.Word<PrivacyDue>("due"),
            today,
            context.Request.Text("cursor"),
            limit
        );

    private static OwnerConsole.Data.Page<PrivacyRequestView> View(OwnerConsole.Data.Page<PrivacyRequest> page, DateOnly today) =>
        new([.. page.Data.Select(request => PrivacyRequestView.Of(request, today))], page.NextCursor, page.Total);

    private static Caller Platform(HttpContext context) =>
        Caller.OfPlatform(context, "Privacy requests cover the whole platform. With access to test data or to some tenants only, you can't read them.");
}
