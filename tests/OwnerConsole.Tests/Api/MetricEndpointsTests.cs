using System.Net;
using System.Text;
using System.Text.Json;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Api;

public sealed class MetricEndpointsTests(TestConsole console) : IClassFixture<TestConsole>
{
    private const string Query = "/api/v1/metrics/query";

    [Fact]
    public async Task The_catalogue_describes_each_metric_and_its_dimensions()
    {
        var app = await TestApplication.Connect(console, scopes: "metric.read");

        var opened = (await app.Get("/api/v1/metrics"))
            .GetProperty("data")
            .EnumerateArray()
            .Single(metric => metric.GetProperty("id").GetString() == "tenants.opened");

        opened.GetProperty("description").GetString().ShouldBe("Tenants that signed up, including trials.");
        opened.GetProperty("good").GetString().ShouldBe("up");
        opened.GetProperty("min_grain").GetString().ShouldBe("hour");
        opened
            .GetProperty("dimensions")
            .EnumerateArray()
            .Select(element => element.GetProperty("name").GetString())
            .ShouldBe(["plan", "country", "source", "tenant"]);
    }

    [Fact]
    public async Task Metrics_require_a_permission()
    {
        var app = await TestApplication.Connect(console, scopes: "tenant.read");

        (await app.Send(HttpMethod.Get, "/api/v1/metrics")).Status.ShouldBe(403);
        (await app.Send(HttpMethod.Post, Query, "{}")).Status.ShouldBe(403);
        (await app.Send(HttpMethod.Post, "/api/v1/metrics/rows", "{}")).Status.ShouldBe(403);
    }

    [Theory]
    [InlineData("""{"metrics": ["tenants.nope"], "range": {"last": "7d"}}""", "metrics", "No metric has the id tenants.nope")]
    [InlineData("""{"metrics": [], "range": {"last": "7d"}}""", "metrics", "1 to 40")]
    [InlineData("""{"metrics": ["tenants.opened"]}""", "range", "required")]
    [InlineData("""{"metrics": ["tenants.opened"], "range": {}}""", "range", "one of last, this, previous, or from and to")]
    [InlineData("""{"metrics": ["tenants.opened"], "range": {"last": "7 days"}}""", "range.last", "such as 30d")]
    [InlineData("""{"metrics": ["tenants.opened"], "range": {"last": "0d"}}""", "range.last", "at least 1")]
    [InlineData("""{"metrics": ["tenants.opened"], "range": {"last": "99999m"}}""", "range.last", "100 years")]
    [InlineData("""{"metrics": ["tenants.opened"], "range": {"from": "2026-03-02", "to": "2026-03-01"}}""", "range", "ends before it starts")]
    [InlineData("""{"metrics": ["tenants.opened"], "range": {"from": "2026-02-30", "to": "2026-03-01"}}""", "range.from", "must be a date, such as")]
    [InlineData("""{"metrics": ["tenants.opened"], "range": {"from": "2150-01-01", "to": "2150-03-01"}}""", "range", "must not start in the future")]
    [InlineData("""{"metrics": ["tenants.opened"], "range": {"this": "hour"}}""", "range.this", "one of day, week")]
    [InlineData("""{"metrics": ["tenants.opened"], "range": {"last": "7d"}, "zone": "Mars/Olympus"}""", "zone", "Mars/Olympus is not a time zone")]
    [InlineData(
        """{"metrics": ["tenants.opened"], "range": {"last": "7d"}, "dimensions": ["colour"]}""",
        "dimensions",
        "can't be grouped by colour. Allowed dimensions: plan, country"
    )]
    [InlineData(
        """{"metrics": ["tenants.opened"], "range": {"last": "7d"}, "filters": [{"dimension": "colour", "any": ["red"]}]}""",
        "filters",
        "can't be grouped by colour"
    )]
    [InlineData("""{"metrics": ["tenants.opened"], "range": {"last": "7d"}, "filters": [{"dimension": "plan", "any": []}]}""", "filters", "1 to 500 values")]
    [InlineData("""{"metrics": ["tenants.opened"], "range": {"last": "36m"}, "grain": "hour"}""", "grain", "at most 10000")]
    [InlineData("""{"metrics": ["tenants.opened"], "range": {"last": "7d"}, "grain": "fortnight"}""", "grain", "must be one of hour, day, week, month")]
    [InlineData("""{"metrics": ["tenants.active_7d"], "range": {"last": "2d"}, "grain": "hour"}""", "grain", "has no hourly data")]
    [InlineData("""{"metrics": ["tenants.active_7d"], "range": {"from": "2025-01-01T12:00:00Z", "to": "2025-01-03"}}""", "range", "Request whole days")]
    [InlineData("""{"metrics": ["tenants.active_7d"], "range": {"previous": "week"}, "dimensions": ["status"]}""", "dimensions", "isn't stored")]
    [InlineData("""{"metrics": ["tenants.opened"], "range": {"last": "7d"}, "limit": 501}""", "limit", "1 to 500")]
    [InlineData("""{"metrics": ["tenants.opened"], "range": {"last": "7d"}, "order": "random"}""", "order", "one of -value")]
    [InlineData("""{"metrics": ["tenants.opened"], "range": {"last": "7d"}, "sum": true}""", "sum", "is unknown")]
    public async Task Invalid_queries_are_refused_with_the_field_and_the_reason(string body, string field, string why)
    {
        var app = await TestApplication.Connect(console);

        var (status, problem) = await app.Send(HttpMethod.Post, Query, body);

        status.ShouldBe(400, problem.GetRawText());
        problem.GetProperty("errors").GetProperty(field)[0].GetString()!.ShouldContain(why);
    }

    [Fact]
    public async Task Exported_files_equal_the_JSON_response_and_contain_no_formulas()
    {
        var app = await TestApplication.Connect(console);
        await app.Put(
            "/api/v1/tenants/ext:files-1",
            new
            {
                name = "One",
                source = "=cmd|' /C calc'!A0",
                opened_at = "2025-06-01T12:00:00Z",
            }
        );
        var body =
            """{"metrics": ["tenants.opened"], "range": {"from": "2025-06-01", "to": "2025-06-30"}, "dimensions": ["source"], "compare": "previous_period"}""";

        var json = (await app.Send(HttpMethod.Post, Query, body)).Body.GetProperty("metrics")[0].GetProperty("groups")[0];
        var csv = Encoding.UTF8.GetString(await File(app, body, "text/csv")).Split("\r\n");
        var book = Book(await File(app, body, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"));

        json.GetProperty("total").GetProperty("value").GetDecimal().ShouldBe(1);
        csv[0].ShouldBe("metric,unit,source,from,to,partial,value,num,den,n,previous,change,reason");
        csv[1].ShouldBe("tenants.opened,count,\"'=cmd|' /C calc'!A0\",2025-06-01T00:00:00+00:00,2025-07-01T00:00:00+00:00,no,1,1,,1,0,1,");
        book[0].ShouldBe(csv[0].Split(','));
        book[1]
            .ShouldBe([
                "tenants.opened",
                "count",
                "=cmd|' /C calc'!A0",
                "2025-06-01T00:00:00+00:00",
                "2025-07-01T00:00:00+00:00",
                "no",
                "1",
                "1",
                "",
                "1",
                "0",
                "1",
                "",
            ]);
    }

    [Fact]
    public async Task The_underlying_rows_are_paginated()
    {
        var app = await TestApplication.Connect(console);
        foreach (var number in Enumerable.Range(1, 3))
            await app.Put(
                $"/api/v1/tenants/ext:rows-{number}",
                new
                {
                    name = $"Rows {number}",
                    country = "IS",
                    opened_at = "2025-07-01T12:00:00Z",
                }
            );
        object RowsQuery(string? cursor) =>
            new
            {
                metric = "tenants.opened",
                range = new { from = "2025-07-01", to = "2025-07-31" },
                filters = new[] { new { dimension = "country", any = new[] { "IS" } } },
                limit = 2,
                cursor,
            };

        var first = await app.Post("/api/v1/metrics/rows", RowsQuery(null));
        var second = await app.Post("/api/v1/metrics/rows", RowsQuery(first.GetProperty("next_cursor").GetString()));

        first.GetProperty("data").GetArrayLength().ShouldBe(2);
        second.GetProperty("data").GetArrayLength().ShouldBe(1);
        second.GetProperty("next_cursor").ValueKind.ShouldBe(JsonValueKind.Null);
        first
            .GetProperty("data")
            .EnumerateArray()
            .Concat(second.GetProperty("data").EnumerateArray())
            .Select(row => row.GetProperty("tenant_name").GetString())
            .ShouldBe(["Rows 1", "Rows 2", "Rows 3"], ignoreOrder: true);
        var test = await TestApplication.Connect(console, Mode.Test);
        (await test.Post("/api/v1/metrics/rows", RowsQuery(null))).GetProperty("data").GetArrayLength().ShouldBe(0);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Rows_name_members_only_with_the_permission_to_read_members(bool mayRead)
    {
        var (app, tenant) = await console.Studio();
        await app.Put($"/api/v1/tenants/{tenant}/members/ext:zofia-{mayRead}", new { name = "Zofia Named" });
        var reader = await TestApplication.Connect(console, scopes: mayRead ? ["metric.read", "member.read"] : ["metric.read"]);

        var rows = await reader.Post(
            "/api/v1/metrics/rows",
            new
            {
                metric = "members.total",
                range = new { last = "1d" },
                limit = 500,
            }
        );

        var mine = rows.GetProperty("data").EnumerateArray().Where(row => row.GetProperty("tenant_id").GetString() == tenant).ToList();
        mine.ShouldHaveSingleItem().GetProperty("member_name").GetString().ShouldBe(mayRead ? "Zofia Named" : null);
        mine[0].GetProperty("member_external_id").GetString().ShouldBe(mayRead ? $"zofia-{mayRead}" : null);
    }

    private static async Task<byte[]> File(TestApplication app, string body, string type)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Query) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Accept.ParseAdd(type);
        using var response = await app.Http.SendAsync(request);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.ShouldBe(type);
        return await response.Content.ReadAsByteArrayAsync();
    }

    private static List<List<string>> Book(byte[] file)
    {
        using var document = SpreadsheetDocument.Open(new MemoryStream(file), isEditable: false);
        var cells = document.WorkbookPart!.WorksheetParts.Single().Worksheet.Descendants<Row>().Select(row => row.Elements<Cell>().ToList()).ToList();
        cells.SelectMany(row => row).ShouldAllBe(cell => cell.CellFormula == null);
        return [.. cells.Select(row => row.ConvertAll(cell => cell.InnerText))];
    }
}
