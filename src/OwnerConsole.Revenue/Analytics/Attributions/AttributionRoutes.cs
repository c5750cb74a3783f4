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

namespace OwnerConsole.Revenue.Analytics.Attributions;

/// <summary>Attribution of MRR as a page, as a file and over the API.</summary>
public sealed class AttributionRoutes(Database database, ListExport export)
{
    public const string Address = "/revenue/analysis/attribution",
        Export = Address + "/export",
        Api = "/api/v1" + Address;

    public static readonly ReportTenants Tenants = new(
        Address + "/tenants",
        ("Attribution", Address),
        [.. AttributionFilter.ParameterNames, "value"],
        (query, mode, _, _) =>
        {
            var (filter, value) = (AttributionFilter.Read(query), query.Text("value") ?? "");
            return Task.FromResult(
                new ReportNumber(
                    value.Length == 0 ? $"No {Wording.Heading(filter.By.ToText()).ToLowerInvariant()}" : value,
                    $"Paying tenants by {Wording.Heading(filter.By.ToText()).ToLowerInvariant()}, {filter.Touch.ToText()} touch.",
                    ("MRR", "Attributed MRR"),
                    AttributionReport.Selection(filter, value, mode)
                )
            );
        }
    );

    public async Task<IResult> Show(HttpContext context)
    {
        await using var work = await database.Read(context.RequestAborted);
        var mode = await Modes.Shown(Caller.Of(context)!, work); // the route requires a permission, so the caller is signed in
        return new PageResult(
            "Attribution",
            PageResult.Of<AttributionPage>(
                (nameof(AttributionPage.Mode), mode),
                (nameof(AttributionPage.Address), Read(context.Request)),
                (nameof(AttributionPage.Report), await AttributionReport.Find(AttributionFilter.Read(context.Request.Query), mode, work))
            )
        );
    }

    public async Task<IResult> List(HttpContext context)
    {
        context.Request.RequireKnown([.. AttributionFilter.ParameterNames]);
        await using var work = await database.Read(context.RequestAborted);
        var report = await Report(context, work);
        return Results.Json(
            new Page<AttributionView>(
                [
                    .. report.Rows.Select(row => new AttributionView(
                        row.Value is "" ? null : row.Value,
                        row.Value is null,
                        row.Tenants,
                        report.Amount(row.PartMinor)
                    )),
                ],
                null,
                null
            ),
            Json.ResponseOptions
        );
    }

    public IResult Send(HttpContext context) =>
        TableFile.Of(
            context,
            Read(context.Request),
            s_columns,
            export.OfAll<(AttributionReport Report, AttributionReport.Row Row)>(
                context,
                "attribution",
                who => Sentence.Say($"{who} exported the attribution of MRR."),
                async work =>
                {
                    var report = await Report(context, work);
                    return [.. report.Rows.Select(row => (report, row))];
                }
            )
        );

    private static readonly IReadOnlyList<FileColumn<(AttributionReport Report, AttributionReport.Row Row)>> s_columns =
    [
        new("value", line => line.Row.Value ?? "(other)"),
        new("tenants", line => (decimal)line.Row.Tenants),
        new("mrr", line => line.Report.Amount(line.Row.PartMinor).InputText),
        new("currency", line => line.Report.Currency),
        new("by", line => line.Report.Filter.By.ToText()),
        new("touch", line => line.Report.Filter.Touch.ToText()),
    ];

    private static ListAddress Read(HttpRequest request) => ListAddress.Of(Address, request, AttributionFilter.ParameterNames.Contains);

    private static async Task<AttributionReport> Report(HttpContext context, UnitOfWork work) =>
        await AttributionReport.Find(AttributionFilter.Read(context.Request.Query), await Modes.Shown(Caller.Of(context)!, work), work);
}

/// <summary>Current MRR of one value of a reported field.</summary>
/// <param name="Value">null for tenants without a value, and for the other values.</param>
/// <param name="IsOther">True for the last row if there are more than 100 values.</param>
/// <param name="Tenants">Paying tenants with this value. With the linear model, a tenant counts for each of its values.</param>
public sealed record AttributionView(string? Value, bool IsOther, long Tenants, Money Mrr);
