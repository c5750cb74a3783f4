using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Pure.Amounts;
using OwnerConsole.Revenue.Analytics.Pages;
using OwnerConsole.Ui.Tables;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Revenue.Analytics.Flows;

/// <summary>Plan flows as a page, as a file and over the API.</summary>
public sealed class PlanFlowRoutes(Database database, PlanNames plans, ListExport export)
{
    public const string Address = "/revenue/flows",
        Export = Address + "/export",
        Api = "/api/v1" + Address;

    /// <summary>Number of months that the page offers.</summary>
    private const int OfferedMonths = 36;

    public async Task<IResult> Show(HttpContext context)
    {
        var address = Read(context.Request);
        address.Canonicalize(context);
        await using var work = await database.Read(context.RequestAborted);
        var mode = await Modes.Shown(Caller.Of(context)!, work); // the route requires a permission, so the caller is signed in
        var current = await PlanFlowFilter.Read(new QueryCollection(), work);
        IReadOnlyList<(string, string)> months =
        [
            .. Enumerable.Range(0, OfferedMonths).Select(back => current.To.AddMonths(-back)).Select(month => (MonthText.Of(month), MonthText.Long(month))),
        ];
        return new PageResult(
            Wording.Translate("Plan flows"),
            PageResult.Of<PlanFlowsPage>(
                (nameof(PlanFlowsPage.Address), address),
                (nameof(PlanFlowsPage.Mode), mode),
                (nameof(PlanFlowsPage.Filters), (IReadOnlyList<ListFilter>)[new("from", "From", months), new("to", "To", months)]),
                (nameof(PlanFlowsPage.PlanNames), await plans(work)),
                (nameof(PlanFlowsPage.Report), await PlanFlowReport.Find(await PlanFlowFilter.Read(context.Request.Query, work), mode, work))
            )
        );
    }

    public async Task<IResult> List(HttpContext context)
    {
        context.Request.RequireKnown([.. PlanFlowFilter.ParameterNames]);
        await using var work = await database.Read(context.RequestAborted);
        var report = await Report(context, work);
        return Results.Json(new Page<PlanFlowView>([.. report.Rows.Select(row => PlanFlowView.Of(row, report.Currency))], null, null), Json.ResponseOptions);
    }

    public IResult Send(HttpContext context) =>
        TableFile.Of(
            context,
            Read(context.Request),
            s_columns,
            export.OfAll<FileRow>(
                context,
                "plan_flows",
                who => Sentence.Say($"{who} exported plan flows."),
                async work =>
                {
                    var (report, names) = (await Report(context, work), await plans(work));
                    return [.. report.Rows.Select(row => new FileRow(row, report.Currency, names))];
                }
            )
        );

    private static readonly IReadOnlyList<FileColumn<FileRow>> s_columns =
    [
        new("from", row => PlanFlow.Label(row.Flow.Origin, row.Names)),
        new("to", row => PlanFlow.Label(row.Flow.Target, row.Names)),
        new("tenants", row => (decimal)row.Flow.Tenants),
        new("mrr_before", row => row.Amount(row.Flow.BeforeMinor)),
        new("mrr_after", row => row.Amount(row.Flow.AfterMinor)),
        new("currency", row => row.Currency),
        new("from_key", row => row.Flow.Origin),
        new("to_key", row => row.Flow.Target),
    ];

    private static ListAddress Read(HttpRequest request) => ListAddress.Of(Address, request, PlanFlowFilter.ParameterNames.Contains);

    private static async Task<PlanFlowReport> Report(HttpContext context, UnitOfWork work) =>
        await PlanFlowReport.Find(await PlanFlowFilter.Read(context.Request.Query, work), await Modes.Shown(Caller.Of(context)!, work), work);

    private sealed record FileRow(PlanFlow Flow, string Currency, IReadOnlyDictionary<string, string> Names)
    {
        public string Amount(decimal minor) => new Money(Mrr.RoundForDisplay(minor), Currency).InputText;
    }
}
