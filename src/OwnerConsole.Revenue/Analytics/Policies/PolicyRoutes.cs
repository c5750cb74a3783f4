using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Pure.Amounts;
using OwnerConsole.Revenue.Analytics.Pages;
using OwnerConsole.Ui.Tables;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Revenue.Analytics.Policies;

/// <summary>Comparison of policies as a page and over the API.</summary>
public sealed class PolicyRoutes(Database database)
{
    public const string Address = "/revenue/policies",
        Api = "/api/v1" + Address;

    private static readonly string[] s_parameterNames = ["with", "month"];

    public async Task<IResult> Show(HttpContext context)
    {
        await using var work = await database.Read(context.RequestAborted);
        var mode = await Modes.Shown(Caller.Of(context)!, work); // the route requires a permission, so the caller is signed in
        return new PageResult(
            "Policies",
            PageResult.Of<PoliciesPage>(
                (nameof(PoliciesPage.Mode), mode),
                (nameof(PoliciesPage.Address), ListAddress.Of(Address, context.Request, s_parameterNames.Contains)),
                (nameof(PoliciesPage.CurrentMonth), (await PolicyMonth.Find(null, work)).Month.AddMonths(1)),
                (nameof(PoliciesPage.Report), await Report(context, mode, work))
            )
        );
    }

    public async Task<IResult> List(HttpContext context)
    {
        context.Request.RequireKnown(s_parameterNames);
        await using var work = await database.Read(context.RequestAborted);
        var report = await Report(context, await Modes.Shown(Caller.Of(context)!, work), work);
        return Results.Json(
            new Page<PolicyLineView>(
                [
                    PolicyLineView.Of("ours", "Our policy", null, report.Ours, report),
                    .. report.Items.Select(item => PolicyLineView.Of(item.Key, item.Title, item.Tenants, item.Difference, report)),
                    PolicyLineView.Of(
                        report.Convention.ToText(),
                        report.Convention is PolicyConvention.Stripe ? "Stripe" : "ChartMogul",
                        null,
                        report.Theirs,
                        report
                    ),
                ],
                null,
                null
            ),
            Json.ResponseOptions
        );
    }

    private static Task<PolicyReport> Report(HttpContext context, Mode mode, UnitOfWork work) =>
        PolicyReport.Find(context.Request.Word<PolicyConvention>("with") ?? PolicyConvention.Stripe, context.Request.Query.Month("month"), mode, work);
}

/// <summary>A line of a comparison of policies: our figures, then the reasons of the difference, then the other figures. Losses are negative.</summary>
/// <param name="Key">ours, the key of a reason, stripe or chartmogul.</param>
/// <param name="Title">Name of the revenue policy.</param>
/// <param name="Tenants">Tenants for which the reason makes a difference; null for figures.</param>
/// <param name="Starting">MRR at the start of the range.</param>
public sealed record PolicyLineView(
    string Key,
    string Title,
    int? Tenants,
    Money Starting,
    Money New,
    Money Expansion,
    Money Reactivation,
    Money Contraction,
    Money Churn,
    Money Adjustment,
    Money Fx,
    Money Ending
)
{
    internal static PolicyLineView Of(string key, string title, int? tenants, PolicyFigures figures, PolicyReport report) =>
        new(
            key,
            title,
            tenants,
            report.Amount(figures.Starting),
            report.Amount(figures.New),
            report.Amount(figures.Expansion),
            report.Amount(figures.Reactivation),
            report.Amount(figures.Contraction),
            report.Amount(figures.Churn),
            report.Amount(figures.Adjustment),
            report.Amount(figures.Fx),
            report.Amount(figures.Ending)
        );
}
