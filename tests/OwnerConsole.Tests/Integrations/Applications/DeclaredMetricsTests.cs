using System.Net.Http.Json;
using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Integrations.Applications;

/// <summary>Declared meters become metrics, and declared attributes become filters and dimensions.</summary>
[Slow(5, "Applications")]
public sealed class DeclaredMetricsTests
{
    private static readonly object s_bytes = new
    {
        key = "stored_bytes",
        name = "Stored bytes",
        unit = "byte",
        event_type = "file.stored",
        adds = "sum",
        value = "bytes",
    };

    [Fact]
    public async Task A_declared_meter_counts_and_its_counts_survive_its_removal()
    {
        await using var console = await TestConsole.Start();
        var app = await TestApplication.Connect(console);
        await app.Tenant("acme");

        await Declare(app, s_bytes);
        await app.Report(
            EventReports.Event("ext:acme", "file.stored", data: new { bytes = 700 }),
            EventReports.Event("ext:acme", "file.stored", data: new { bytes = 42 })
        );
        await console.WaitForProjection();
        var counted = await Total(app);
        await Declare(app);
        var metrics = await app.Get("/api/v1/metrics");
        await Declare(app, s_bytes);

        counted.ShouldBe(742);
        metrics.GetRawText().ShouldNotContain("usage.stored_bytes");
        (await Total(app)).ShouldBe(742);
    }

    [Fact]
    public async Task A_declaration_does_not_change_meters_that_the_team_declared_or_retired()
    {
        await using var console = await TestConsole.Start();
        var app = await TestApplication.Connect(console);
        var run = await app.Run(
            "meter.declare",
            "tnt_platform",
            new
            {
                key = "stored_bytes",
                name = "Ours",
                unit = "byte",
                event_type = "file.stored",
                adds = "sum",
                value = "bytes",
            }
        );

        await Declare(app, s_bytes);
        var named = await Name(console);
        await Declare(app);
        var kept = await Name(console);
        await app.Undo(run);
        await Declare(app, s_bytes);

        (named, kept, await Name(console)).ShouldBe(("Ours", "Ours", null));
    }

    [Theory]
    [InlineData("file.deleted", "bytes", "meters[0].key: already counts something else")]
    [InlineData("file.stored", "", "meters[0].value: Enter the path of the value")]
    [InlineData("file stored", "bytes", "meters[0].event_type: An event type")]
    public async Task An_invalid_meter_is_refused_with_the_path_of_the_field(string type, string value, string says)
    {
        await using var console = await TestConsole.Start();
        var app = await TestApplication.Connect(console);
        await app.Run(
            "meter.declare",
            "tnt_platform",
            new
            {
                key = "stored_bytes",
                name = "Ours",
                unit = "byte",
                event_type = "file.stored",
                adds = "sum",
                value = "bytes",
            }
        );

        var answer = await app.Http.PutAsJsonAsync(
            "/api/v1/application",
            new
            {
                name = "StudioApp",
                meters = new[]
                {
                    new
                    {
                        key = "stored_bytes",
                        name = "Stored",
                        unit = "byte",
                        event_type = type,
                        adds = "sum",
                        value,
                    },
                },
            }
        );

        ((int)answer.StatusCode).ShouldBe(400);
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString()!.ShouldStartWith(says);
    }

    [Fact]
    public async Task A_declared_attribute_is_a_filter_and_a_dimension_with_its_title()
    {
        await using var console = await TestConsole.Start();
        var app = await TestApplication.Connect(console);
        await app.Put("/api/v1/tenants/ext:acme", new { name = "Acme", attributes = new { company_size = "10-49" } });
        await app.Put("/api/v1/tenants/ext:tiny", new { name = "Tiny", attributes = new { company_size = "1" } });

        await app.Put("/api/v1/application", new { name = "StudioApp", attributes = new[] { new { name = "company_size", title = "People employed" } } });
        var cut = await Ask(app, "tenants.opened", "company_size");
        var owner = await TestBrowser.Owner(console);
        await owner.Get("/tenants?menu=filters");

        cut.GetRawText().ShouldContain("10-49");
        owner.Page.ShouldContain("People employed");
        var refused = await app.Http.PutAsJsonAsync(
            "/api/v1/application",
            new { name = "StudioApp", attributes = new[] { new { name = "country", title = "Country" } } }
        );
        ((int)refused.StatusCode).ShouldBe(400);
    }

    private static Task<JsonElement> Declare(TestApplication app, params object[] meters) => app.Put("/api/v1/application", new { name = "StudioApp", meters });

    private static async Task<decimal> Total(TestApplication app)
    {
        var answer = await Ask(app, "usage.stored_bytes");
        return answer.GetProperty("metrics")[0].GetProperty("groups")[0].GetProperty("total").GetProperty("value").GetDecimal();
    }

    private static Task<JsonElement> Ask(TestApplication app, string metric, params string[] dimensions) =>
        app.Post(
            "/api/v1/metrics/query",
            new
            {
                metrics = new[] { metric },
                range = new { last = "7d" },
                dimensions,
            }
        );

    private static async Task<string?> Name(TestConsole console)
    {
        await using var work = await console.Database.Read();
        return await work.One<string>("select name from core.meters where key = 'stored_bytes' and closed_at is null");
    }
}
