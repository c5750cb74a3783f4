using System.Net;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Integrations.Webhooks;

namespace OwnerConsole.Tests.Insights;

/// <summary>The overview lists what needs attention, with a link to it.</summary>
public sealed class AttentionTests : IAsyncLifetime
{
    private TestConsole _console = null!; // set before any test sees it

    public async ValueTask InitializeAsync() => _console = await TestConsole.Start();

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task A_run_that_needs_a_second_approver_is_listed()
    {
        var app = await TestApplication.Connect(_console);
        var crowd = Enumerable.Range(0, 26).Select(number => new { id = $"ext:crowd-{number}", name = $"Crowd {number}" });
        await app.Put("/api/v1/tenants", new { data = crowd });
        var preview = await app.Post(
            "/api/v1/previews",
            new
            {
                operation = "tenant.suspend",
                query = new { q = "Crowd" },
                input = new { cause = "billing" },
            }
        );
        var run = await app.Post("/api/v1/runs", new { preview = preview.GetProperty("id").GetString(), reason = "They don't pay." });

        var page = await Overview();

        page.ShouldContain("Suspend tenant (26) needs approval.");
        page.ShouldContain($"/operations/{run.GetProperty("id").GetString()}");
    }

    [Fact]
    public async Task An_automatically_disabled_endpoint_is_listed_and_a_paused_one_is_not()
    {
        var app = await TestApplication.Connect(_console);
        await app.Tenant("told");
        var (gone, paused) = (await Endpoint(app, "https://gone.example/hook"), await Endpoint(app, "https://paused.example/hook"));
        await _console.Services.GetRequiredService<EndpointHealth>().Disable(gone, DisableCause.Gone, CancellationToken.None);
        await app.Run("webhook_endpoint.disable", paused);

        var page = await Overview();

        page.ShouldContain("gone.example responded with 410 Gone and was disabled.");
        page.ShouldNotContain("paused.example");
    }

    private static async Task<string> Endpoint(TestApplication app, string url) =>
        (await app.Run("webhook_endpoint.create", IdGenerator.Platform, new { url })).Created();

    private async Task<string> Overview()
    {
        var owner = await TestBrowser.Owner(_console);
        (await owner.Get("/overview")).StatusCode.ShouldBe(HttpStatusCode.OK);
        return WebUtility.HtmlDecode(owner.Page);
    }
}
