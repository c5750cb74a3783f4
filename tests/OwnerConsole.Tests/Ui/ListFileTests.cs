using System.IO.Compression;
using System.Xml.Linq;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Ui;

/// <summary>Every list can be exported as CSV and as a workbook, with the visible columns and without formulas.</summary>
public sealed class ListFileTests : IAsyncLifetime
{
    private static readonly XNamespace s_main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

    private TestConsole _console = null!; // set before each test
    private TestBrowser _owner = null!; // set before each test

    public async ValueTask InitializeAsync()
    {
        _console = await TestConsole.Start();
        _owner = await TestBrowser.Owner(_console);
    }

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task Every_list_is_exported_as_CSV_and_XLSX_and_the_export_is_logged()
    {
        await (await TestApplication.Connect(_console)).Run("webhook_endpoint.create", "tnt_platform", new { url = "http://localhost:9/told" }); // makes a row with numbers and texts
        foreach (
            var (address, head) in new[]
            {
                ("/members/export?columns=role", "name,role,support_number,id,external_id,tenant_id"),
                ("/webhooks/out/export?columns=state", "event,state,status,fault,id,event_id,tenant_id,endpoint_id"),
                ("/operations/export?columns=by", "what,by,subjects,done,id"),
                ("/work/export?columns=lane&kind=none", "work,error,lane,id,run_id"),
                ("/emails/export?columns=template&state=failed", "to,template,id,tenant_id"),
                ("/settings/keys/export?columns=tenant", "name,prefix,state,mode,only_tenant,previous_secret_ends_at,revoked_at,id"),
                ("/plans/export?columns=-", "name,key,price,currency,paid_each,other_prices,is_addon,trial_days,id"),
                ("/settings/account/sessions/export?columns=-", "device,address,last_seen_at,signed_in_at,user_agent"),
                ("/webhooks/out/endpoints/export?columns=-", "url,order,max_in_flight,retry,retry_delays,mode,events,disabled_for,failing_since,added_at,id"),
                (
                    "/ops/backups/export?columns=-",
                    "requested_at,state,error,created_at,bytes,restored_at,restored_in_ms,tenants,members,log_lines,requested_by,id"
                ),
                ("/explore/rows/file?metric=tenants.total", "tenant,member,adds,of,tenant_id,row_id,member_external_id"),
            }
        )
        {
            using var csv = await _owner.Get(address);
            using var sheet = await _owner.Get($"{address}&format=xlsx");
            using var refused = await _owner.Get($"{address}&format=pdf");

            (await csv.Content.ReadAsStringAsync()).TrimStart('\uFEFF').Split("\r\n")[0].ShouldBe(head);
            (await Rows(sheet))[0].ShouldBe(head.Split(','));
            sheet.Content.Headers.ContentDisposition!.FileName!.ShouldEndWith(".xlsx");
            ((int)refused.StatusCode).ShouldBe(400);
        }

        var app = await TestApplication.Connect(_console);
        await _console.WaitForLogSubscribers();
        var told = (await app.Get("/api/v1/log?limit=50")).GetProperty("data").EnumerateArray().Select(line => line.GetProperty("text").GetString()).ToList();
        foreach (
            var list in new[]
            {
                "users",
                "deliveries",
                "operations",
                "failed jobs",
                "emails",
                "API keys",
                "plans",
                "their sign-in sessions",
                "endpoints",
                "backups",
            }
        )
            told.Count(text => text == $"Ann Owner exported the list of {list}.").ShouldBe(2);
        told.Count(text => text == "Ann Owner exported the underlying data of a metric.").ShouldBe(2);
    }

    [Fact]
    public async Task A_workbook_contains_every_page_and_the_reported_values()
    {
        var app = await TestApplication.Connect(_console);
        foreach (var some in Enumerable.Range(1, 503).Chunk(500))
            await app.Put("/api/v1/tenants", new { data = some.Select(number => new { id = $"ext:t{number}", name = $"=1+{number:D3}" }) });

        using var sheet = await _owner.Get("/tenants/export?sort=-name&columns=members&format=xlsx");

        var rows = await Rows(sheet);
        rows[0].ShouldBe(["name", "members", "id", "external_id"]);
        rows.Count.ShouldBe(504);
        (rows[1][0], rows[1][1], rows[^1][0]).ShouldBe(("=1+503", "0", "=1+001"));
    }

    private static async Task<List<string[]>> Rows(HttpResponseMessage answer)
    {
        await using var archive = new ZipArchive(new MemoryStream(await answer.Content.ReadAsByteArrayAsync()));
        await using var sheet = await archive.GetEntry("xl/worksheets/sheet1.xml")!.OpenAsync();
        var rows = (await XDocument.LoadAsync(sheet, LoadOptions.PreserveWhitespace, TestContext.Current.CancellationToken)).Descendants(s_main + "row");
        return [.. rows.Select(row => row.Elements().Select(cell => cell.Value).ToArray())];
    }
}
