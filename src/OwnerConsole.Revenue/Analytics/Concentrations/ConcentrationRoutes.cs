using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Pure.Amounts;
using OwnerConsole.Revenue.Analytics.Pages;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Revenue.Analytics.Concentrations;

/// <summary>Concentration of MRR as a page and over the API.</summary>
public sealed class ConcentrationRoutes(Database database)
{
    public const string Address = "/revenue/analysis",
        Api = "/api/v1/revenue/analysis/concentration";

    public async Task<IResult> Show(HttpContext context)
    {
        await using var work = await database.Read(context.RequestAborted);
        var mode = await Modes.Shown(Caller.Of(context)!, work); // the route requires a permission, so the caller is signed in
        return new PageResult(
            "Concentration",
            PageResult.Of<ConcentrationPage>(
                (nameof(ConcentrationPage.Mode), mode),
                (
                    nameof(ConcentrationPage.Report),
                    await ConcentrationReport.Find(mode, work) with
                    {
                        ShowsTenants = Caller.Of(context)!.Can(ReportTenantRoutes.Permission),
                    }
                )
            )
        );
    }

    public async Task<IResult> Get(HttpContext context)
    {
        await using var work = await database.Read(context.RequestAborted);
        var report = await ConcentrationReport.Find(await Modes.Shown(Caller.Of(context)!, work), work) with
        {
            ShowsTenants = Caller.Of(context)!.Can(ReportTenantRoutes.Permission), // the route requires a permission, so the caller is signed in
        };
        return Results.Json(
            new ConcentrationView(
                report.Amount(report.TotalMinor),
                report.Tenants,
                [.. ConcentrationReport.Tops.Select(top => new ConcentrationShareView(top, report.Amount(report.TopMinor(top)), report.TopShare(top)))],
                report.ShowsTenants ? [.. report.Largest.Select(row => new ConcentrationTenantView(row.TenantId, row.Tenant, report.Amount(row.MrrMinor)))] : []
            ),
            Json.ResponseOptions
        );
    }
}

/// <summary>How much of current MRR the largest tenants pay.</summary>
/// <param name="Mrr">MRR of all tenants in the reporting currency.</param>
/// <param name="Tenants">Number of paying tenants.</param>
/// <param name="Shares">Share of MRR of the largest tenants.</param>
/// <param name="Largest">The 20 largest tenants in descending order of MRR; empty without the permission tenant.read.</param>
public sealed record ConcentrationView(Money Mrr, long Tenants, IReadOnlyList<ConcentrationShareView> Shares, IReadOnlyList<ConcentrationTenantView> Largest);

/// <summary>Share of MRR of the largest tenants.</summary>
/// <param name="Top">Number of tenants.</param>
/// <param name="Share">0 to 1; null without MRR.</param>
public sealed record ConcentrationShareView(int Top, Money Mrr, decimal? Share);

/// <summary>One of the largest tenants.</summary>
public sealed record ConcentrationTenantView(string TenantId, string Name, Money Mrr);
