using System.Net.Mime;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Metrics.Catalogue;
using OwnerConsole.Ui.Tables;

namespace OwnerConsole.Api;

/// <summary>Endpoints for metrics: the catalogue, a query that returns JSON, CSV or an Excel file, and the underlying data of a value.</summary>
public static class MetricEndpoints
{
    private const string Read = "metric.read";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet("/api/v1/metrics", List)
            .WithSummary("List the metrics with their definitions, dimensions and filters.")
            .WithListPaging()
            .Produces<Page<MetricView>>()
            .RequirePermission(Read);
        routes
            .MapPost("/api/v1/metrics/query", Ask)
            .WithSummary("Query metrics. Set Accept to text/csv or the Excel media type to get a file.")
            .AcceptsJson<MetricQuery>()
            .WithBodyExample(
                Json.Element(
                    new
                    {
                        metrics = new[] { "tenants.opened", "sessions.started" },
                        range = new { last = "30d" },
                        grain = "day",
                        compare = "previous_period",
                    }
                )
            )
            .Produces<MetricAnswer>()
            .ProducesFile(MediaTypeNames.Text.Csv, WorkbookFile.MediaType)
            .RequirePermission(Read);
        routes
            .MapPost("/api/v1/metrics/rows", Rows)
            .WithSummary("List the underlying data of a value. The rows add up to it.")
            .AcceptsJson<MetricRowsQuery>()
            .WithBodyExample(Json.Element(new { metric = "tenants.opened", range = new { last = "30d" } }))
            .Produces<Page<MetricRow>>()
            .RequirePermission(Read);
    }

    private static async Task<IResult> List(HttpContext context, MetricCatalogue catalogue, Database database)
    {
        context.Request.RequireKnown();
        await using var work = await database.Read(context.RequestAborted);
        return Results.Json(new Page<MetricView>([.. (await catalogue.All(work)).Select(MetricView.Of)], null, null), Json.ResponseOptions);
    }

    private static async Task<IResult> Ask(HttpContext context, MetricExecutor executor)
    {
        var query = await RequestBody.ReadJson<MetricQuery>(context, context.RequestAborted);
        var answer = await executor.Execute(query, Caller.Of(context)!, context.RequestAborted);
        var accepts = context.Request.Headers.Accept.ToString();
        return accepts.Contains(MediaTypeNames.Text.Csv, StringComparison.OrdinalIgnoreCase)
                ? Results.File(System.Text.Encoding.UTF8.GetBytes(string.Concat(MetricTable.Of(answer).ToCsv())), MediaTypeNames.Text.Csv, "metrics.csv")
            : accepts.Contains(WorkbookFile.MediaType, StringComparison.OrdinalIgnoreCase) ? WorkbookFile.Of(MetricTable.Of(answer), "metrics.xlsx", "Metrics")
            : Results.Json(answer, Json.ResponseOptions);
    }

    private static async Task<IResult> Rows(HttpContext context, MetricRows rows)
    {
        var query = await RequestBody.ReadJson<MetricRowsQuery>(context, context.RequestAborted);
        return Results.Json(await rows.Find(query, Caller.Of(context)!, context.RequestAborted), Json.ResponseOptions);
    }
}
