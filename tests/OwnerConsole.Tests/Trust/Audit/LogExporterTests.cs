using System.Net;
using System.Net.Http.Headers;
using System.Security.Claims;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Pure.Proofs;
using OwnerConsole.Tests.Kernel.Log;
using OwnerConsole.Trust.Audit;

namespace OwnerConsole.Tests.Trust.Audit;

public sealed class LogExporterTests(TestConsole console) : IClassFixture<TestConsole>
{
    [Fact]
    public async Task The_signed_root_can_be_recomputed_from_the_exported_log()
    {
        var app = await TestApplication.Connect(console);
        foreach (var number in Enumerable.Range(1, 5))
            await app.Undo(await app.Run("tenant.suspend", await app.Tenant($"extract-{number}")));
        await LogForgery.Signed(console);

        var lines = await Ndjson(app, "");

        var checkpoint = lines[^1].GetProperty("checkpoint");
        var size = checkpoint.GetProperty("size").GetInt64();
        var tree = new IncrementalMerkleTree();
        foreach (var line in lines[..^1].Where(line => Pos(line) <= size).OrderBy(Pos))
        {
            var leaf = MerkleTree.Leaf(line.GetProperty("bytes").GetBytesFromBase64());
            leaf.ShouldBe(line.GetProperty("leaf").GetBytesFromBase64());
            tree.Add(leaf);
        }
        Convert.ToBase64String(tree.Root).ShouldBe(checkpoint.GetProperty("root").GetString());
        SignedCheckpoint.Read(checkpoint.GetProperty("note").GetString()!).Checkpoint.Root.ShouldBe(tree.Root);
    }

    [Fact]
    public async Task An_export_has_the_filtered_lines_and_each_can_be_proved()
    {
        var app = await TestApplication.Connect(console);
        var acme = await app.Tenant("extract-acme");
        await app.Run("tenant.suspend", acme);
        await app.Tenant("extract-other");
        await LogForgery.Signed(console);

        var lines = await Ndjson(app, $"?tenant={acme}&kind=run");

        lines.Count.ShouldBe(2);
        lines[0].GetProperty("tenant").GetString().ShouldBe(acme);
        lines[0].GetProperty("changes").GetArrayLength().ShouldBe(1);
        var proof = await app.Get($"/api/v1/log/proof?pos={Pos(lines[0])}");
        proof.GetProperty("leaf").GetString().ShouldBe(lines[0].GetProperty("leaf").GetString());
    }

    [Fact]
    public async Task A_long_export_is_complete_and_ordered()
    {
        var app = await TestApplication.Connect(console);
        for (var batch = 0; batch < 3; batch++)
            await app.Put(
                "/api/v1/tenants",
                new { data = Enumerable.Range(0, 400).Select(number => new { id = $"ext:long-{batch}-{number}", name = "Long" }) }
            );
        await LogForgery.Placed(console);

        var lines = await Ndjson(app, "?kind=intake");

        var places = lines[..^1].Select(Pos).ToList();
        places.Count.ShouldBeGreaterThanOrEqualTo(1_200);
        places.ShouldBeUnique();
        lines[..^1].Select(line => line.GetProperty("at").GetDateTimeOffset()).ShouldBeInOrder(SortDirection.Descending);
    }

    [Fact]
    public async Task A_CSV_export_escapes_formulas_and_ends_with_the_checkpoint()
    {
        var app = await TestApplication.Connect(console);
        var acme = await app.Tenant("extract-evil", "=HYPERLINK(\"http://evil.example\")");
        await LogForgery.Signed(console);

        var csv = await Text(app, $"?tenant={acme}", "text/csv");

        csv.ShouldStartWith("pos,at,tenant,tenant_name,");
        csv.ShouldContain("\"'=HYPERLINK(\"\"http://evil.example\"\")\"");
        csv.ShouldNotContain(",=");
        csv.Split("\r\n")[^2].ShouldStartWith("checkpoint,");
        csv.ShouldContain("\n— ");
    }

    [Fact]
    public async Task An_export_is_logged_before_its_first_line_is_sent()
    {
        var app = await TestApplication.Connect(console);
        await Text(app, "?kind=undo", "text/csv");
        await LogForgery.Placed(console);

        var line = (await app.Get("/api/v1/log?kind=system&limit=1")).GetProperty("data")[0];

        line.GetProperty("code").GetString().ShouldBe("log_exported");
        line.GetProperty("text").GetString().ShouldBe("test exported log entries as csv.");
    }

    [Fact]
    public async Task A_key_exports_only_lines_of_its_tenant_and_needs_the_permission()
    {
        var app = await TestApplication.Connect(console);
        var mine = await app.Tenant("extract-mine");
        await app.Tenant("extract-yours");
        await LogForgery.Placed(console);
        var bound = await TestApplication.Connect(console, onlyTenant: mine);
        var poor = await TestApplication.Connect(console, scopes: "tenant.read");

        (await Ndjson(bound, ""))[..^1].ShouldAllBe(line => line.GetProperty("tenant").GetString() == mine);
        (await Answer(poor, "", "text/csv")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await Answer(app, "?limit=5", "text/csv")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await Answer(app, "?outcome=x", "application/x-ndjson")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("api_key.revoke")]
    [InlineData("none")]
    [InlineData("other permissions")]
    public async Task A_slow_reader_whose_access_changes_receives_no_further_page(string operation)
    {
        var app = await TestApplication.Connect(console);
        foreach (var batch in Enumerable.Range(1, 2))
            await app.Put("/api/v1/tenants", new { data = Enumerable.Range(1, 400).Select(number => new { id = $"ext:slow-{batch}-{number}" }) });
        await LogForgery.Placed(console);
        await TestApplication.Connect(console); // the key of the reader
        var (context, connection) = (new DefaultHttpContext { RequestServices = console.Services }, new Connection());
        await using (var work = await console.Database.ReadTenants([]))
        {
            var key = (await work.One<string>("select id from auth.api_keys order by created_at desc limit 1"))!; // it was just created
            var caller = (await CallerLookup.Find(key, work))!;
            context.Items[typeof(Caller)] = operation == "other permissions" ? caller with { Grants = [.. caller.Grants, "member.note"] } : caller;
        }
        context.User = new(new ClaimsIdentity("key"));
        context.Request.QueryString = new("?kind=intake");
        context.Features.Set<IHttpRequestLifetimeFeature>(connection);
        context.SetEndpoint(new(null, new(new RequiredPermission("log.read")), null));
        context.Response.Body = connection.Body;
        connection.Body.Filled = async () =>
        {
            if (operation == "api_key.revoke")
                await app.Run(operation, Caller.Of(context)!.Id); // set above
            await Task.Delay(AccessMonitor.MaxCheckAge);
        };

        var file = await console.Services.GetRequiredService<LogExporter>().Send(context, LogExportFormat.Ndjson);
        var error = await Record.ExceptionAsync(() => file.ExecuteAsync(context));

        var lines = Encoding.UTF8.GetString(connection.Body.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        (connection.IsAborted, error is OperationCanceledException, lines.Length == 500).ShouldBe(
            operation == "none" ? (false, false, false) : (true, true, true),
            error?.ToString()
        );
        lines[^1].Contains("\"checkpoint\"", StringComparison.Ordinal).ShouldBe(operation == "none");
    }

    private static long Pos(JsonElement line) => line.GetProperty("pos").GetInt64();

    private static async Task<List<JsonElement>> Ndjson(TestApplication app, string query) =>
        [
            .. (await Text(app, query, "application/x-ndjson"))
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => JsonSerializer.Deserialize<JsonElement>(line)),
        ];

    private static async Task<string> Text(TestApplication app, string query, string type)
    {
        using var answer = await Answer(app, query, type);
        answer.EnsureSuccessStatusCode();
        answer.Content.Headers.ContentType!.MediaType.ShouldBe(type);
        answer.Content.Headers.ContentDisposition!.DispositionType.ShouldBe("attachment");
        return await answer.Content.ReadAsStringAsync();
    }

    private static async Task<HttpResponseMessage> Answer(TestApplication app, string query, string type)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/log{query}");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(type));
        return await app.Http.SendAsync(request);
    }

    private sealed class Connection : IHttpRequestLifetimeFeature
    {
        public SlowBody Body { get; } = new();

        public bool IsAborted { get; private set; }

        public CancellationToken RequestAborted { get; set; }

        public void Abort() => IsAborted = true;
    }

    /// <summary>The body of a response whose reader takes a break after the first page.</summary>
    private sealed class SlowBody : MemoryStream
    {
        public Func<Task>? Filled { get; set; }

        public override async Task FlushAsync(CancellationToken cancellationToken)
        {
            var filled = Length > 0 ? Filled : null;
            if (filled is null)
                return;
            Filled = null;
            await filled();
        }
    }
}
