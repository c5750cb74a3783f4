using System.Net.Mime;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Metrics;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Api;

/// <summary>Numbers over the API: the catalogue, one question with its answer as JSON, CSV or a workbook, and the rows behind a number.</summary>
public static class MetricEndpoints
{
    private const string Read = "metric.read";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet("/api/v1/metrics", List)
            .Says("List the metrics: what each one counts, and what can be asked of it.")
            .PagesWhole()
            .Answers<Page<MetricView>>()
            .Needs(Read);
        routes
            .MapPost("/api/v1/metrics/query", Ask)
            .Says("Ask for numbers. With Accept: text/csv or a workbook's type the same answer comes as a file.")
            .Takes<MetricQuery>()
            .Like(
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
            .Answers<MetricAnswer>()
            .Produces<string>(StatusCodes.Status200OK, MediaTypeNames.Text.Csv, Workbook.MediaType)
            .Needs(Read);
        routes
            .MapPost("/api/v1/metrics/rows", Rows)
            .Says("List the rows behind a number: they add up to it.")
            .Takes<MetricRowsQuery>()
            .Like(Json.Element(new { metric = "tenants.opened", range = new { last = "30d" } }))
            .Answers<Page<MetricRow>>()
            .Needs(Read);
    }

    private static async Task<IResult> List(HttpContext context, MetricCatalogue catalogue, Database database)
    {
        context.Request.Knows();
        await using var work = await database.Read(context.RequestAborted);
        return Results.Json(new Page<MetricView>([.. (await catalogue.All(work)).Select(MetricView.Of)], null, null), Json.Answers);
    }

    private static async Task<IResult> Ask(HttpContext context, MetricExecutor executor)
    {
        var query = await Body.Json<MetricQuery>(context, context.RequestAborted);
        var answer = await executor.Ask(query, Caller.Of(context)!, context.RequestAborted);
        var accepts = context.Request.Headers.Accept.ToString();
        return accepts.Contains(MediaTypeNames.Text.Csv, StringComparison.OrdinalIgnoreCase)
                ? Results.File(System.Text.Encoding.UTF8.GetBytes(string.Concat(MetricTable.Of(answer).ToCsv())), MediaTypeNames.Text.Csv, "metrics.csv")
            : accepts.Contains(Workbook.MediaType, StringComparison.OrdinalIgnoreCase)
                ? Results.File(Workbook.Of(MetricTable.Of(answer), "Metrics"), Workbook.MediaType, "metrics.xlsx")
            : Results.Json(answer, Json.Answers);
    }

    private static async Task<IResult> Rows(HttpContext context, MetricRows rows)
    {
        var query = await Body.Json<MetricRowsQuery>(context, context.RequestAborted);
        return Results.Json(await rows.Find(query, Caller.Of(context)!, context.RequestAborted), Json.Answers);
    }
}
