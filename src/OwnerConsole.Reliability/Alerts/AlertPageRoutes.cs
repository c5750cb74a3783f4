using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Reliability.Alerts.Pages;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Reliability.Alerts;

/// <summary>Serves the Alerts page, and alerts, rules and silences through the API.</summary>
internal sealed class AlertPageRoutes(Database database, TimeProvider clock)
{
    public const string Address = "/ops/alerts",
        Read = "alert.read";

    private const int MaxNotifications = 50;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Address, (HttpContext context, AlertPageRoutes self) => self.Show(context)).RequirePermission(Read);
        routes
            .MapGet("/api/v1/alerts", (HttpContext context, AlertPageRoutes self) => self.Find(context, AlertView.List))
            .WithSummary("List firing and pending alerts, the most urgent first.")
            .WithListPaging()
            .Produces<OwnerConsole.Data.Page<AlertView>>()
            .RequirePermission(Read);
        routes
            .MapGet("/api/v1/alert-rules", (HttpContext context, AlertPageRoutes self) => self.Find(context, AlertRule.List))
            .WithSummary("List alert rules by name.")
            .WithListPaging()
            .Produces<OwnerConsole.Data.Page<AlertRule>>()
            .RequirePermission(Read);
        routes
            .MapGet("/api/v1/silences", (HttpContext context, AlertPageRoutes self) => self.Find(context, self.ListSilences))
            .WithSummary("List silences that have not ended, the first to end first.")
            .WithListPaging()
            .Produces<OwnerConsole.Data.Page<SilenceView>>()
            .RequirePermission(Read);
    }

    private async Task<IResult> Show(HttpContext context)
    {
        Platform(context);
        await using var work = await database.Read(context.RequestAborted);
        return new PageResult(
            "Alerts",
            PageResult.Of<AlertsPage>(
                (nameof(AlertsPage.Caller), Caller.Of(context)),
                (nameof(AlertsPage.Firing), await AlertView.List(work)),
                (nameof(AlertsPage.Rules), await AlertRule.List(work)),
                (nameof(AlertsPage.Silences), await ListSilences(work)),
                (nameof(AlertsPage.Notifications), await AlertHistoryRow.List(MaxNotifications, work))
            )
        );
    }

    private async Task<IResult> Find<T>(HttpContext context, Func<UnitOfWork, Task<IReadOnlyList<T>>> list)
    {
        context.Request.RequireKnown();
        Platform(context);
        await using var work = await database.Read(context.RequestAborted);
        return Results.Json(new OwnerConsole.Data.Page<T>(await list(work), null, null), Json.ResponseOptions);
    }

    private Task<IReadOnlyList<SilenceView>> ListSilences(UnitOfWork work) => SilenceView.List(clock.GetUtcNow(), work);

    private static void Platform(HttpContext context)
    {
        if (Caller.Of(context) is not { IsOfPlatform: true })
            throw Problem.WholePlatform("Alerts cover the whole platform. With access to test data or to some tenants only, you can't read them.");
    }
}
