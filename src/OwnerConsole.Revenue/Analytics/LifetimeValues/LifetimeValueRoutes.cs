using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Pure.Amounts;
using OwnerConsole.Revenue.Analytics.Pages;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Revenue.Analytics.LifetimeValues;

/// <summary>Lifetime value as a page and over the API.</summary>
public sealed class LifetimeValueRoutes(Database database)
{
    public const string Address = "/revenue/analysis/lifetime-value",
        Api = "/api/v1/revenue/analysis/lifetime-value";

    public async Task<IResult> Show(HttpContext context)
    {
        await using var work = await database.Read(context.RequestAborted);
        var mode = await Modes.Shown(Caller.Of(context)!, work); // the route requires a permission, so the caller is signed in
        return new PageResult(
            "Lifetime value",
            PageResult.Of<LifetimeValuePage>(
                (nameof(LifetimeValuePage.Mode), mode),
                (nameof(LifetimeValuePage.Report), await LifetimeValueReport.Find(mode, work))
            )
        );
    }

    public async Task<IResult> Get(HttpContext context)
    {
        await using var work = await database.Read(context.RequestAborted);
        return Results.Json(LifetimeValueView.Of(await LifetimeValueReport.Find(await Modes.Shown(Caller.Of(context)!, work), work)), Json.ResponseOptions);
    }
}

/// <summary>Lifetime value of a tenant.</summary>
/// <param name="Arpa">MRR per paying tenant; null without paying tenants.</param>
/// <param name="GrossMargin">0.01 to 1.</param>
/// <param name="LogoChurn">Average monthly logo churn of the last 12 ended months; null without paying tenants in them.</param>
/// <param name="LifetimeMonths">1 divided by churn, at most 60.</param>
/// <param name="IsCapped">Whether the months were limited to 60.</param>
/// <param name="LifetimeValue">ARPA × gross margin × months.</param>
/// <param name="Survival">The survival model; null if there is too little data.</param>
public sealed record LifetimeValueView(
    Money? Arpa,
    decimal GrossMargin,
    decimal? LogoChurn,
    decimal? LifetimeMonths,
    bool IsCapped,
    Money? LifetimeValue,
    SurvivalView? Survival
)
{
    private const int Decimals = 6;

    internal static LifetimeValueView Of(LifetimeValueReport report) =>
        new(
            report.ArpaMinor is { } arpa ? report.Amount(arpa) : null,
            report.Margin,
            Round(report.Churn),
            Round(report.Lifetime?.Months),
            report.Lifetime?.IsCapped is true,
            report.Simple,
            report is { Fit: { } fit, FittedMonths: { } months, Fitted: { } value }
                ? new(Round((decimal)fit.Alpha)!.Value, Round((decimal)fit.Beta)!.Value, Round(months)!.Value, value)
                : null
        );

    private static decimal? Round(decimal? value) => value is { } number ? Math.Round(number, Decimals) : null;
}

/// <summary>Lifetime value by a shifted beta geometric model of monthly cohorts.</summary>
/// <param name="Alpha">First parameter of the beta distribution of churn.</param>
/// <param name="Beta">Second parameter of the beta distribution of churn.</param>
/// <param name="LifetimeMonths">Mean number of months, of which at most 60 count.</param>
/// <param name="LifetimeValue">ARPA × gross margin × mean number of months.</param>
public sealed record SurvivalView(decimal Alpha, decimal Beta, decimal LifetimeMonths, Money LifetimeValue);
