using System.Text.Json;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Kernel.Operations;

public sealed class RunnerTests(TestConsole console) : IClassFixture<TestConsole>
{
    [Fact]
    public async Task A_preview_changes_nothing()
    {
        var app = await TestApplication.Connect(console);
        var acme = await app.Tenant("runner-1");

        var preview = await Preview(app, acme);

        preview.GetProperty("subjects")[0].GetProperty("effects")[0].GetProperty("field").GetString().ShouldBe("suspended_for");
        (await app.Status(acme)).ShouldBe("active");
        (await app.Get($"/api/v1/tenants/{acme}/timeline"))
            .GetProperty("data")
            .EnumerateArray()
            .ShouldNotContain(entry => entry.GetProperty("kind").GetString() == "run");
    }

    [Fact]
    public async Task A_preview_executed_twice_is_one_run()
    {
        var app = await TestApplication.Connect(console);
        var preview = await Preview(app, await app.Tenant("runner-2"));

        var runs = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => app.Post("/api/v1/runs", new { preview = preview.GetProperty("id").GetString() })));

        runs.Select(run => run.GetProperty("id").GetString()).Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task An_idempotency_key_is_refused_for_a_different_request()
    {
        var app = await TestApplication.Connect(console);
        var acme = await app.Tenant("runner-4");
        await app.Send(HttpMethod.Post, $"/api/v1/tenants/{acme}/suspend", """{"cause":"billing"}""", headers: ("Idempotency-Key", "mine"));

        var (status, answer) = await app.Send(
            HttpMethod.Post,
            $"/api/v1/tenants/{acme}/suspend",
            """{"cause":"abuse"}""",
            headers: ("Idempotency-Key", "mine")
        );

        status.ShouldBe(422);
        answer.GetProperty("code").GetString().ShouldBe("idempotency_key_reused");
    }

    [Fact]
    public async Task A_tenant_that_changed_since_the_preview_is_skipped()
    {
        var app = await TestApplication.Connect(console);
        var acme = await app.Tenant("runner-5");
        var other = await app.Tenant("runner-6");
        var preview = await app.Post("/api/v1/previews", new { operation = "tenant.suspend", subjects = new[] { acme, other } });
        var single = await Preview(app, acme);
        await app.Put($"/api/v1/tenants/{acme}", new { lifecycle = "cancelled" });

        var run = await app.Post("/api/v1/runs", new { preview = preview.GetProperty("id").GetString() });
        var (status, answer) = await app.Send(
            HttpMethod.Post,
            "/api/v1/runs",
            JsonSerializer.Serialize(new { preview = single.GetProperty("id").GetString() })
        );

        run.GetProperty("lines").EnumerateArray().Select(line => line.GetProperty("code").GetString()).ShouldBe(["changed_since_preview", null]);
        status.ShouldBe(409);
        answer.GetProperty("code").GetString().ShouldBe("changed_since_preview");
        answer
            .GetProperty("detail")
            .GetString()
            .ShouldBe("runner-5 has changed since the preview. Create a new preview. Now: runner-5 is cancelled, so no one can sign in anyway.");
        (await app.Status(acme)).ShouldBe("cancelled");
    }

    [Fact]
    public async Task Foreign_previews_and_keys_without_the_permission_are_refused()
    {
        var app = await TestApplication.Connect(console);
        var acme = await app.Tenant("runner-7");
        var preview = await Preview(app, acme);
        var reader = await TestApplication.Connect(console, scopes: ["tenant.read", "operation.read"]);

        var stolen = await reader.Send(HttpMethod.Post, "/api/v1/runs", JsonSerializer.Serialize(new { preview = preview.GetProperty("id").GetString() }));
        var forbidden = await reader.Send(
            HttpMethod.Post,
            "/api/v1/previews",
            JsonSerializer.Serialize(new { operation = "tenant.suspend", subjects = new[] { acme } })
        );

        stolen.Status.ShouldBe(404);
        forbidden.Status.ShouldBe(403);
        forbidden.Body.GetProperty("detail").GetString()!.ShouldContain("tenant.suspend");
        (await app.Status(acme)).ShouldBe("active");
    }

    private static Task<JsonElement> Preview(TestApplication app, string tenant) =>
        app.Post(
            "/api/v1/previews",
            new
            {
                operation = "tenant.suspend",
                subjects = new[] { tenant },
                input = new { cause = "billing" },
            }
        );
}
