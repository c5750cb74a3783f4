using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Metrics.Ingest;
using OwnerConsole.Tenants.TimeReports.Pages;
using OwnerConsole.Tenants.TimeReports.Public;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Tenants.TimeReports;

/// <summary>The dialog to choose the period of a time report, with a preview of the file.</summary>
public sealed class TimeReportRoutes(Database database, SessionRows rows, TimeProvider clock)
{
    public async Task<IResult> Show(HttpContext context, string id)
    {
        var request = context.Request;
        request.RequireKnown("from", "to", "back");
        var caller = Caller.Of(context)!; // the route requires a permission, so the caller is signed in
        var asPage = context.IsOwnPage();
        await using var work = await database.Read(context.RequestAborted);
        var tenantId = await SubjectResolver.Tenant(caller, id, work);
        var zone = (await ReportingSettings.Of(work)).Zone;
        var presets = ReportRange.Presets(zone, clock.GetUtcNow());
        var (range, wrong) = request.Query.ContainsKey("from") || request.Query.ContainsKey("to") ? Read(request, zone) : (presets[0].Range, null);
        var name = await work.One<string>("select name from core.tenants where tenant_id = @tenantId", new { tenantId });
        return new PageResult(
            $"Time report of {name}",
            PageResult.Of<TimeReportPanel>(
                (nameof(TimeReportPanel.TenantId), tenantId),
                (nameof(TimeReportPanel.Name), name),
                (nameof(TimeReportPanel.Presets), presets),
                (nameof(TimeReportPanel.From), range is null ? request.Text("from") : ReportRange.Day(range.From)),
                (nameof(TimeReportPanel.To), range is null ? request.Text("to") : ReportRange.Day(range.To)),
                (nameof(TimeReportPanel.Range), range),
                (nameof(TimeReportPanel.Wrong), wrong),
                (nameof(TimeReportPanel.Summary), range is null ? null : await rows.Sum(new(tenantId, null, range), work)),
                (nameof(TimeReportPanel.Back), TimeReportAddress.Back(tenantId, request.Text("back"))),
                (nameof(TimeReportPanel.AsPage), asPage)
            )
        );
    }

    private static (ReportRange? Range, Problem? Wrong) Read(HttpRequest request, Pure.Periods.Zone zone)
    {
        try
        {
            return (ReportRange.Read(request.Text("from"), request.Text("to"), zone), null);
        }
        catch (Problem wrong)
        {
            return (null, wrong);
        }
    }
}
