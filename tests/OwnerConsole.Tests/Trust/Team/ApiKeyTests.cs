using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Trust.Team;

namespace OwnerConsole.Tests.Trust.Team;

public sealed partial class ApiKeyTests(TestConsole console) : IClassFixture<TestConsole>
{
    [Fact]
    public async Task A_key_is_shown_once_and_works_until_revoked_and_after_the_undo()
    {
        await using var own = await TestConsole.Start();
        var owner = await TestBrowser.Owner(own);
        await owner.Get("/settings/keys");
        await owner.Post(
            "/settings/keys",
            ("name", "Billing"),
            ("mode", "live"),
            ("scopes", "tenant.read"),
            ("scopes", "api_key.read"),
            ("days", "90"),
            ("only_tenant", "")
        );
        var key = KeyText().Match(owner.Page).Value;
        key.ShouldNotBeEmpty(owner.Page);
        var application = await TestApplication.Connect(own);

        (await Call(own, key)).ShouldBe(HttpStatusCode.OK);
        var id = (await application.Get("/api/v1/api-keys"))
            .GetProperty("data")
            .EnumerateArray()
            .Single(row => row.GetProperty("name").GetString() == "Billing")
            .GetProperty("id")
            .GetString()!;
        var preview = (await application.Post("/api/v1/previews", new { operation = "api_key.revoke", subjects = new[] { id } })).GetProperty("id").GetString();
        var run = (await application.Post("/api/v1/runs", new { preview })).GetProperty("id").GetString();
        (await Call(own, key)).ShouldBe(HttpStatusCode.Unauthorized);
        await application.Post($"/api/v1/runs/{run}/undo", new { });

        (await Call(own, key)).ShouldBe(HttpStatusCode.OK);
        await owner.Get("/settings/keys");
        owner.Page.ShouldContain("Billing");
        owner.Page.ShouldNotContain(key);
    }

    [Fact]
    public async Task Keys_looked_up_together_get_their_own_answers_and_a_revoked_key_is_refused()
    {
        await using var own = await TestConsole.Start();
        var (live, demo, leaving) = (await TestApplication.Connect(own), await TestApplication.Connect(own, Mode.Test), await TestApplication.Connect(own));
        await live.Tenant("together-live");
        await demo.Tenant("together-demo");
        var last = (await live.Get("/api/v1/api-keys")).GetProperty("data")[0].GetProperty("id").GetString()!;

        var meanwhile = Task.WhenAll(Enumerable.Range(0, 40).Select(number => OnlyName(number % 2 == 0 ? live : demo)));
        await live.Run("api_key.revoke", last);
        var after = Task.WhenAll(Enumerable.Range(0, 40).Select(number => Call(own, number % 2 == 0 ? leaving.Key : demo.Key)));

        (await meanwhile).ShouldBe(Enumerable.Range(0, 40).Select(number => number % 2 == 0 ? "together-live" : "together-demo"));
        (await after).ShouldBe(Enumerable.Range(0, 40).Select(number => number % 2 == 0 ? HttpStatusCode.Unauthorized : HttpStatusCode.OK));
    }

    private static async Task<string> OnlyName(TestApplication app) =>
        (await app.Get("/api/v1/tenants")).GetProperty("data").EnumerateArray().Single().GetProperty("external_id").GetString()!;

    [Fact]
    public async Task A_browser_key_lists_its_allowed_origins()
    {
        await using var own = await TestConsole.Start();
        var owner = await TestBrowser.Owner(own);
        await owner.Get("/settings/keys");

        await owner.Post(
            "/settings/keys",
            ("name", "Site"),
            ("mode", "live"),
            ("scopes", "event.report"),
            ("days", "90"),
            ("origins", "https://app.example.com  http://localhost:5173")
        );

        KeyText().IsMatch(owner.Page).ShouldBeTrue(owner.Page);
        await owner.Get("/settings/keys");
        owner.Page.ShouldContain("event.report, from https://app.example.com, http://localhost:5173");
        var application = await TestApplication.Connect(own);
        (await application.Get("/api/v1/api-keys"))
            .GetProperty("data")
            .EnumerateArray()
            .Single(row => row.GetProperty("name").GetString() == "Site")
            .GetProperty("origins")
            .EnumerateArray()
            .Select(origin => origin.GetString())
            .ShouldBe(["https://app.example.com", "http://localhost:5173"]);
    }

    [Fact]
    public async Task A_preset_gives_its_scopes_and_the_form_starts_with_an_application()
    {
        await using var own = await TestConsole.Start();
        var owner = await TestBrowser.Owner(own);
        await owner.Get("/settings/keys");
        owner.Page.ShouldContain("""name="preset" value="application" checked""");

        foreach (var preset in KeyPreset.All)
            (
                await owner.Post("/settings/keys", ("name", preset.Key), ("mode", "live"), ("preset", preset.Key), ("scopes", "plan.read"), ("days", "90"))
            ).StatusCode.ShouldBe(HttpStatusCode.OK, owner.Page);

        var keys = (await (await TestApplication.Connect(own)).Get("/api/v1/api-keys")).GetProperty("data").EnumerateArray().ToList();
        var scopes = keys.ToDictionary(
            key => key.GetProperty("name").GetString()!,
            key => key.GetProperty("scopes").EnumerateArray().Select(scope => scope.GetString()!).ToList()
        );
        var known = own.Services.GetRequiredService<ScopeCatalogue>().All;
        scopes["application"].Except(known).ShouldBeEmpty();
        scopes["application"].ShouldContain("entitlement.consume");
        scopes["read_only"].ShouldBe(known.Where(scope => scope.EndsWith(".read", StringComparison.Ordinal)), ignoreOrder: true);
        scopes["browser"].ShouldBe(["event.report"]);
        scopes["full"].ShouldBe(["*"]);
    }

    [Theory]
    [InlineData("event.report", "https://app.example.com/", "bad_origins")]
    [InlineData("event.*", "https://app.example.com", "origins_append_only")]
    [InlineData("tenant.report", "https://app.example.com", "origins_append_only")]
    [InlineData("event.report", "https://app.example.com", null)]
    public async Task Only_an_append_only_key_can_have_origins(string scope, string origin, string? refused)
    {
        var application = await TestApplication.Connect(console);

        var code = await application.Refusal(
            "api_key.create",
            "tnt_platform",
            new
            {
                name = "Site",
                scopes = new[] { "event.report", scope },
                origins = new[] { origin },
            }
        );

        code.ShouldBe(refused);
    }

    [Theory]
    [InlineData("", "tenant.read", "90", "name must have 1 to 80 characters")]
    [InlineData("Billing", "not a scope", "90", "A scope must be a permission")]
    [InlineData("Billing", "tenant.raed", "90", "Did you mean tenant.read?")]
    [InlineData("Billing", "tenant.read", "0", "Days must be 1 to 730")]
    public async Task An_invalid_new_key_is_refused_with_the_reason(string name, string scope, string days, string says)
    {
        await using var own = await TestConsole.Start();
        var owner = await TestBrowser.Owner(own);
        await owner.Get("/settings/keys");

        var answer = await owner.Post("/settings/keys", ("name", name), ("mode", "live"), ("scopes", scope), ("days", days), ("only_tenant", ""));

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        owner.Page.ShouldContain(says);
        owner.Page.ShouldContain("No keys yet");
    }

    [Fact]
    public async Task A_key_cannot_create_a_key_with_more_permissions_than_its_own()
    {
        var modest = await TestApplication.Connect(console, scopes: ["api_key.create", "operation.read", "tenant.read"]);

        var beyond = await Make(modest, "tenant.suspend", "live");
        var within = await Make(modest, "tenant.read", "live");

        beyond.Status.ShouldBe(409);
        beyond.Body.GetProperty("code").GetString().ShouldBe("exceeds_own_permissions");
        beyond.Body.GetProperty("detail").GetString()!.ShouldContain("more access than you");
        within.Status.ShouldBe(201);
        within.Body.GetProperty("secret").GetString()!.ShouldStartWith("oc_live_");
    }

    [Fact]
    public async Task A_test_key_cannot_create_keys()
    {
        var test = await TestApplication.Connect(console, Mode.Test);

        var preview = await test.Send(HttpMethod.Post, "/api/v1/previews", Json.Text(Request("tenant.read", "test")));

        (preview.Status, preview.Body.GetProperty("code").GetString()).ShouldBe((403, "whole_platform"));
    }

    [Fact]
    public async Task A_live_key_cannot_create_a_test_key()
    {
        var live = await TestApplication.Connect(console);

        var made = await Make(live, "tenant.read", "test");

        made.Status.ShouldBe(409);
        made.Body.GetProperty("code").GetString().ShouldBe("exceeds_own_permissions");
    }

    [Fact]
    public async Task A_live_key_cannot_be_limited_to_a_test_tenant()
    {
        var live = await TestApplication.Connect(console);
        var tenant = await (await TestApplication.Connect(console, Mode.Test)).Tenant("in-test-mode");

        var preview = await live.Preview(
            "api_key.create",
            [IdGenerator.Platform],
            new
            {
                name = "Blind",
                mode = "live",
                scopes = new[] { "tenant.read" },
                days = 30,
                only_tenant = tenant,
            }
        );

        preview.GetProperty("subjects")[0].GetProperty("refusal").GetString().ShouldBe("other_mode");
    }

    [Fact]
    public async Task A_replayed_run_does_not_show_the_secret_again()
    {
        var application = await TestApplication.Connect(console);
        var preview = (await application.Post("/api/v1/previews", Request("tenant.read", "live"))).GetProperty("id").GetString();
        var first = await application.Post("/api/v1/runs", new { preview });

        var again = await application.Post("/api/v1/runs", new { preview });

        first.GetProperty("secret").GetString()!.ShouldStartWith("oc_live_");
        again.GetProperty("id").GetString().ShouldBe(first.GetProperty("id").GetString());
        again.GetProperty("secret").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task An_expired_key_is_refused()
    {
        await using var own = await TestConsole.Start();
        var application = await TestApplication.Connect(own);
        (await Call(own, application.Key)).ShouldBe(HttpStatusCode.OK);
        await TestCluster.Current.Force(own.Options.Connections, "update auth.api_keys set expires_at = now() - interval '1 second'");

        var answer = await Call(own, application.Key);

        answer.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task The_last_use_is_stored_at_most_once_a_minute()
    {
        await using var own = await TestConsole.Start();
        var application = await TestApplication.Connect(own);
        await Call(own, application.Key);
        var first = await LastUsed(own);

        await Call(own, application.Key);

        first.ShouldNotBeNull();
        (await LastUsed(own)).ShouldBe(first);
    }

    private static async Task<DateTimeOffset?> LastUsed(TestConsole console)
    {
        await using var look = await console.Database.ReadTenants([]);
        return await look.One<DateTimeOffset?>("select last_used_at from auth.api_keys");
    }

    private static async Task<(int Status, JsonElement Body)> Make(TestApplication application, string scope, string mode)
    {
        var preview = (await application.Post("/api/v1/previews", Request(scope, mode))).GetProperty("id").GetString();
        return await application.Send(HttpMethod.Post, "/api/v1/runs", $$"""{"preview":"{{preview}}"}""");
    }

    private static object Request(string scope, string mode) =>
        new
        {
            operation = "api_key.create",
            subjects = new[] { "tnt_platform" },
            input = new
            {
                name = "made by a key",
                scopes = new[] { scope },
                mode,
            },
        };

    private static async Task<HttpStatusCode> Call(TestConsole console, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/tenants");
        request.Headers.Authorization = new("Bearer", key);
        return (await console.Client.SendAsync(request)).StatusCode;
    }

    [GeneratedRegex("oc_live_[0-9A-Za-z]{8}_[0-9A-Za-z]{32}_[0-9A-Za-z]{6}")]
    private static partial Regex KeyText();
}
