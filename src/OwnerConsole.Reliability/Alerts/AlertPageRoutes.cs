using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Reliability.Alerts.Pages;
using OwnerConsole.Reliability.Alerts.Public;
using OwnerConsole.Reliability.Objectives.Public;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Reliability.Alerts;

/// <summary>Serves alerts, rules and silences as pages and through the API.</summary>
internal sealed class AlertPageRoutes(Database database, PlatformChanges changes, AlertFixes fixes, WatchedNumbers numbers, TimeProvider clock)
{
    public const string Address = "/ops/alerts",
        History = Address + "/history",
        Read = "alert.read";

    /// <summary>Alerts on the page; more are counted.</summary>
    internal const int MaxShown = 100;

    private const int MaxNotifications = 50,
        Recent = 10,
        PageSize = 50;

    public static string Of(string id) => $"{Address}/{id}";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Address, (HttpContext context, AlertPageRoutes self) => self.Show(context)).RequirePermission(Read);
        routes.MapGet(History, (HttpContext context, AlertPageRoutes self) => self.ShowHistory(context)).RequirePermission(Read);
        routes.MapGet(Address + "/{id}", (HttpContext context, string id, AlertPageRoutes self) => self.ShowOne(context, id)).RequirePermission(Read);
        routes
            .MapGet("/api/v1/alerts", (HttpContext context, AlertPageRoutes self) => self.ListAlerts(context))
            .WithSummary("List alerts, newest first.")
            .WithPaging()
            .WithQueryParameter("state", "open for pending and firing alerts, fired for all that have fired. Default: open.", QueryType.OneOf<AlertListState>())
            .Produces<OwnerConsole.Data.Page<AlertView>>()
            .RequirePermission(Read);
        routes
            .MapGet("/api/v1/alerts/{id}", (HttpContext context, string id, AlertPageRoutes self) => self.FindAlert(context, id))
            .WithSummary("Get an alert with its notes, its notifications, what may have caused it and what could end it.")
            .Produces<AlertDetails>()
            .RequirePermission(Read);
        routes
            .MapGet("/api/v1/alert-rules", (HttpContext context, AlertPageRoutes self) => self.List(context, AlertRule.List))
            .WithSummary("List alert rules by name.")
            .WithListPaging()
            .Produces<OwnerConsole.Data.Page<AlertRule>>()
            .RequirePermission(Read);
        routes
            .MapGet("/api/v1/alert-routes", (HttpContext context, AlertPageRoutes self) => self.FindRoutes(context))
            .WithSummary("Get the destinations, mute times and escalation of alerts.")
            .Produces<AlertRouteTable>()
            .RequirePermission(Read);
        routes
            .MapGet("/api/v1/silences", (HttpContext context, AlertPageRoutes self) => self.List(context, self.ListSilences))
            .WithSummary("List silences that have not ended, the first to end first.")
            .WithListPaging()
            .Produces<OwnerConsole.Data.Page<SilenceView>>()
            .RequirePermission(Read);
    }

    private async Task<IResult> Show(HttpContext context)
    {
        var caller = Platform(context);
        await using var work = await database.Read(context.RequestAborted);
        var routes = await ReadTable(context);
        var destinations = routes.Routes.Select(route => route.Destination).Concat(routes.Steps.Select(step => step.Destination));
        var firing = await AlertView.ListUrgent(MaxShown + 1, work);
        return new PageResult(
            "Alerts",
            PageResult.Of<AlertsPage>(
                (nameof(AlertsPage.Caller), caller),
                (nameof(AlertsPage.Firing), firing),
                (nameof(AlertsPage.Rules), await AlertRule.List(work)),
                (nameof(AlertsPage.Watched), await ListWatched(work)),
                (nameof(AlertsPage.Routes), routes),
                (nameof(AlertsPage.Names), await SentenceRenderer.For(destinations, work)),
                (nameof(AlertsPage.Silences), await ListSilences(work)),
                (nameof(AlertsPage.Fired), (await AlertView.List(AlertListState.Fired, null, Recent, work)).Data)
            )
        );
    }

    private async Task<IResult> ShowHistory(HttpContext context)
    {
        Platform(context);
        var cursor = context.Request.Text("cursor");
        await using var work = await database.Read(context.RequestAborted);
        return new PageResult(
            "Alert history",
            PageResult.Of<AlertHistoryPage>(
                (nameof(AlertHistoryPage.Alerts), await AlertView.List(AlertListState.Fired, cursor, PageSize, work)),
                (nameof(AlertHistoryPage.IsFirst), cursor is null)
            )
        );
    }

    private async Task<IResult> ShowOne(HttpContext context, string id)
    {
        var caller = Platform(context);
        await using var work = await database.Read(context.RequestAborted);
        var alert = await Get(id, work);
        var before = await FindCauses(caller, alert, work);
        var notes = await AlertNote.List(id, work);
        var rule = await FindRule(alert, work);
        var helpful = await fixes.Find(caller, alert, rule, before, work);
        var named = before.SelectMany(entry => entry.NamedIds).Concat(notes.Select(note => note.Actor)).Concat(helpful.Select(fix => fix.SubjectId));
        return new PageResult(
            alert.Name,
            PageResult.Of<AlertPage>(
                (nameof(AlertPage.Caller), caller),
                (nameof(AlertPage.Alert), alert),
                (nameof(AlertPage.Rule), rule),
                (nameof(AlertPage.Watched), await ListWatched(work)),
                (nameof(AlertPage.Notes), notes),
                (nameof(AlertPage.Notifications), await ListNotifications(alert, work)),
                (nameof(AlertPage.Causes), before),
                (nameof(AlertPage.Fixes), helpful),
                (nameof(AlertPage.Names), await SentenceRenderer.For(named, work))
            )
        );
    }

    private async Task<IResult> ListAlerts(HttpContext context)
    {
        context.Request.RequireKnown("state", "cursor", "limit");
        Platform(context);
        await using var work = await database.Read(context.RequestAborted);
        var state = context.Request.Query.Word<AlertListState>("state") ?? AlertListState.Open;
        return Results.Json(await AlertView.List(state, context.Request.Text("cursor"), context.Request.Limit(), work), Json.ResponseOptions);
    }

    private async Task<IResult> FindAlert(HttpContext context, string id)
    {
        context.Request.RequireKnown();
        var caller = Platform(context);
        await using var work = await database.Read(context.RequestAborted);
        var alert = await Get(id, work);
        var before = await FindCauses(caller, alert, work);
        var names = await SentenceRenderer.For(before.SelectMany(entry => entry.NamedIds), work);
        return Results.Json(
            new AlertDetails(
                alert,
                await AlertNote.List(id, work),
                await ListNotifications(alert, work),
                [.. before.Select(entry => LogEntryView.Of(entry, names))],
                await fixes.Find(caller, alert, await FindRule(alert, work), before, work)
            ),
            Json.ResponseOptions
        );
    }

    private async Task<IResult> FindRoutes(HttpContext context)
    {
        context.Request.RequireKnown();
        Platform(context);
        return Results.Json(await ReadTable(context), Json.ResponseOptions);
    }

    /// <remarks>The default destinations are team members, which the other transactions of pages can't read.</remarks>
    private async Task<AlertRouteTable> ReadTable(HttpContext context)
    {
        await using var team = await database.ReadTenants([IdGenerator.Platform], context.RequestAborted);
        return await AlertRouteTable.Find(team);
    }

    private async Task<IResult> List<T>(HttpContext context, Func<UnitOfWork, Task<IReadOnlyList<T>>> list)
    {
        context.Request.RequireKnown();
        Platform(context);
        await using var work = await database.Read(context.RequestAborted);
        return Results.Json(new OwnerConsole.Data.Page<T>(await list(work), null, null), Json.ResponseOptions);
    }

    private static async Task<AlertView> Get(string id, UnitOfWork work) =>
        await AlertRow.List([id], work) is [var alert] ? AlertView.Of(alert) : throw Problem.NotFound("alert", id);

    private static Task<IReadOnlyList<AlertHistoryRow>> ListNotifications(AlertView alert, UnitOfWork work) =>
        AlertHistoryRow.List(alert.Id, MaxNotifications, work);

    /// <returns>Names of SLOs and rules by ID, and of numbers by key, at most a few hundred.</returns>
    private async Task<IReadOnlyDictionary<string, string>> ListWatched(UnitOfWork work) =>
        (await ObjectiveBurn.List(work))
            .Select(slo => (slo.Id, slo.Name))
            .Concat((await AlertRule.List(work)).Select(rule => (rule.Id, rule.Name)))
            .Concat(numbers.Phrases.Select(number => (Id: number.Key, Name: number.Phrase)))
            .ToDictionary(row => row.Id, row => row.Name, StringComparer.Ordinal);

    private static async Task<AlertRule?> FindRule(AlertView alert, UnitOfWork work) => (await AlertRule.List([alert.RuleId], work)).SingleOrDefault();

    private Task<IReadOnlyList<LogEntry>> FindCauses(Caller caller, AlertView alert, UnitOfWork work) =>
        changes.FindBefore(caller, alert.Since, alert.Labels.GetValueOrDefault("probe"), work);

    private Task<IReadOnlyList<SilenceView>> ListSilences(UnitOfWork work) => SilenceView.List(clock.GetUtcNow(), work);

    private static Caller Platform(HttpContext context) =>
        Caller.OfPlatform(context, "Alerts cover the whole platform. With access to test data or to some tenants only, you can't read them.");
}
