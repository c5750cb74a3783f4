using System.Globalization;
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

namespace OwnerConsole.Revenue.Analytics.Cohorts;

/// <summary>Cohorts as a page, as a file and over the API.</summary>
public sealed class CohortRoutes(Database database, PlanNames plans, ListExport export)
{
    public const string Address = "/revenue/cohorts",
        Export = Address + "/export",
        Tenants = Address + "/tenants",
        Api = "/api/v1" + Address;

    /// <summary>Months of cohorts that the page offers.</summary>
    private static readonly string[] s_months = ["6", "12", "24", "36"];

    public async Task<IResult> Show(HttpContext context)
    {
        var address = Read(context.Request);
        address.Canonicalize(context);
        var filter = CohortFilter.Read(context.Request.Query);
        await using var work = await database.Read(context.RequestAborted);
        var mode = await Modes.Shown(Caller.Of(context)!, work); // the route requires a permission, so the caller is signed in
        var names = await plans(work);
        return new PageResult(
            "Cohorts",
            PageResult.Of<CohortsPage>(
                (nameof(CohortsPage.Address), address),
                (nameof(CohortsPage.Mode), mode),
                (nameof(CohortsPage.Filter), filter),
                (nameof(CohortsPage.PlanNames), names),
                (nameof(CohortsPage.Filters), Filters(await FindSegments(mode, work), names)),
                (nameof(CohortsPage.Map), await CohortMap.Find(filter.Segment, filter.Months, mode, work)),
                (nameof(CohortsPage.Other), filter.Compare is { } other ? await CohortMap.Find(other, filter.Months, mode, work) : null)
            )
        );
    }

    public async Task<IResult> List(HttpContext context)
    {
        context.Request.RequireKnown("segment", "months");
        var filter = CohortFilter.Read(context.Request.Query);
        await using var work = await database.Read(context.RequestAborted);
        var map = await CohortMap.Find(filter.Segment, filter.Months, await Modes.Shown(Caller.Of(context)!, work), work);
        return Results.Json(new Page<CohortView>([.. map.Rows.Select(row => CohortView.Of(row, map.Currency))], null, null), Json.ResponseOptions);
    }

    public IResult Send(HttpContext context) =>
        TableFile.Of(
            context,
            Read(context.Request),
            s_columns,
            export.OfAll<FileRow>(
                context,
                "cohorts",
                who => Sentence.Say($"{who} exported cohorts."),
                async work =>
                {
                    var filter = CohortFilter.Read(context.Request.Query);
                    var map = await CohortMap.Find(filter.Segment, filter.Months, await Modes.Shown(Caller.Of(context)!, work), work);
                    return [.. map.Rows.SelectMany(row => row.Cells.Select((_, age) => new FileRow(row, age, map.Currency)))];
                }
            )
        );

    private static readonly IReadOnlyList<FileColumn<FileRow>> s_columns =
    [
        new("cohort", row => MonthText.Of(row.Cohort.Cohort)),
        new("tenants", row => (decimal)row.Cohort.Size),
        new("new_mrr", row => row.Amount(row.Cohort.NewMinor)),
        new("month", row => MonthText.Of(row.Cell.Month)),
        new("age", row => (decimal)row.Age),
        new("paying_tenants", row => (decimal)row.Cell.Tenants),
        new("mrr", row => row.Amount(row.Cell.MrrMinor)),
        new("logo_retention", row => row.Share(CohortMeasure.Logos)),
        new("gross_revenue_retention", row => row.Share(CohortMeasure.GrossRevenue)),
        new("net_revenue_retention", row => row.Share(CohortMeasure.NetRevenue)),
        new("ended", row => row.Cell.IsOpen ? "no" : "yes"),
        new("currency", row => row.Currency),
    ];

    private static ListAddress Read(HttpRequest request) => ListAddress.Of(Address, request, CohortFilter.ParameterNames.Contains);

    private static async Task<IReadOnlyList<CohortSegment>> FindSegments(Mode mode, UnitOfWork work) =>
        await work.List<CohortSegment>(
            """
            select dimension, value
              from (select dimension, value, row_number() over (partition by dimension order by sum(size) desc, value) as place
                      from analytics.cohort_cells
                     where mode = @mode and currency = (select currency from core.reporting) and dimension <> 'all' and month = cohort
                     group by dimension, value) x
             where place <= @most
             order by dimension, value
            """,
            new { mode, most = ListFilter.MaxOptions / 3 }
        );

    private static IReadOnlyList<ListFilter> Filters(IReadOnlyList<CohortSegment> segments, IReadOnlyDictionary<string, string> names)
    {
        IReadOnlyList<(string, string)> options = [.. segments.Select(segment => (segment.Text, Wording.Translate(segment.Label(names))))];
        return
        [
            new("segment", "Tenants", options),
            new("compare", "Compare with", [("all", Wording.Translate("All tenants")), .. options]),
            new("months", "Months", [.. s_months.Select(months => (months, $"{months} months"))]),
        ];
    }

    private sealed record FileRow(CohortMap.Row Cohort, int Age, string Currency)
    {
        public CohortMap.Cell Cell => Cohort.Cells[Age];

        public string Amount(decimal minor) => new Money(Mrr.RoundForDisplay(minor), Currency).InputText;

        public string? Share(CohortMeasure measure) => Cohort.Share(measure, Age)?.ToString("0.######", CultureInfo.InvariantCulture);
    }
}
