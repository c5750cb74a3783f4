using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Backups;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Reliability.Backups.Pages;
using OwnerConsole.Ui.Dialogs;
using OwnerConsole.Ui.Forms;
using OwnerConsole.Ui.Tables;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Reliability.Backups;

/// <summary>Serves the backups page and the API of backups.</summary>
public sealed class BackupRoutes(Database database, BackupSetup home, BackupReportReader look, PlatformForms forms)
{
    public const string Address = "/ops/backups",
        Read = "backup.read";

    private const string Configure = "backup.configure";

    /// <summary>Rows per page.</summary>
    private const int Lines = 50;

    private static readonly SettingsForm s_form = new(typeof(ConfigureBackups.Input), Configure, Address, "Backup settings saved");

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Address, (HttpContext context, BackupRoutes self) => self.Show(context, submitted: null)).RequirePermission(Read);
        routes.MapGet(BackupExport.Address, (HttpContext context, BackupExport self) => self.Send(context)).RequirePermission(Read);
        routes.MapPost(Address, (HttpContext context, BackupRoutes self) => self.Save(context)).RequirePermission(Configure);
        routes
            .MapGet("/api/v1/backups", (HttpContext context, BackupRoutes self) => self.Find(context))
            .WithSummary("List backups, newest first, with their overall health, RPO and RTO.")
            .WithPaging()
            .Produces<BackupsView>()
            .RequirePermission(Read);
    }

    /// <param name="submitted">The submitted form; null to show the stored settings.</param>
    private async Task<IResult> Show(HttpContext context, SubmittedSettings? submitted)
    {
        RequirePlatform(context);
        await using var work = await database.Read(context.RequestAborted);
        var (report, _, settings) = await look.Read(work);
        var address = ListAddress.Of(Address, context.Request, _ => false);
        return new PageResult(
            "Backups",
            PageResult.Of<BackupsPage>(
                (nameof(BackupsPage.Caller), Caller.Of(context)),
                (nameof(BackupsPage.Home), home),
                (nameof(BackupsPage.Report), report),
                (nameof(BackupsPage.Address), address),
                (nameof(BackupsPage.List), await BackupRow.Page(address[ListAddress.Cursor], Lines, work)),
                (nameof(BackupsPage.Place), Shown(settings)),
                (nameof(BackupsPage.Form), await s_form.Content(context, forms, Values(settings), submitted))
            )
        )
        {
            Status = SubmittedSettings.StatusOf(submitted),
        };
    }

    /// <exception cref="Problem">403: the caller is limited to test data or to some tenants.</exception>
    internal static Caller RequirePlatform(HttpContext context) =>
        Caller.OfPlatform(context, "Backups cover the whole platform. With access to test data or to some tenants only, you can't read them.");

    private Task<IResult> Save(HttpContext context) => s_form.Save(context, forms, submitted => Show(context, submitted));

    private async Task<IResult> Find(HttpContext context)
    {
        context.Request.RequireKnown("cursor", "limit");
        RequirePlatform(context);
        await using var work = await database.Read(context.RequestAborted);
        var (report, _, settings) = await look.Read(work);
        var page = await BackupRow.Page(context.Request.Text("cursor"), context.Request.Limit(), work);
        return Results.Json(
            new BackupsView(
                report.Health,
                report.Error,
                Shown(settings),
                report.Rpo?.TotalSeconds,
                report.Rto?.TotalSeconds,
                report.NextAt,
                page.Data,
                page.NextCursor
            ),
            Json.ResponseOptions
        );
    }

    private string? Shown(BackupSettings? settings) =>
        (settings?.Address ?? home.Engine?.DefaultLocation.Address) is { } place ? BackupLocation.WithoutCredentials(place) : null;

    private Dictionary<string, string> Values(BackupSettings? settings) =>
        new(StringComparer.Ordinal)
        {
            ["address"] = Shown(settings) ?? "",
            ["key_id"] = settings?.KeyId ?? "",
            ["hour"] = (settings?.Hour ?? BackupSettings.DefaultHour).ToString(CultureInfo.InvariantCulture),
        };
}
