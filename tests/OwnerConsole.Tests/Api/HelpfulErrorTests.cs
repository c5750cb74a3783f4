using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Tests.Plans.Entitlements;

namespace OwnerConsole.Tests.Api;

/// <summary>An error says what is wrong, what is allowed and what to do.</summary>
public sealed class HelpfulErrorTests(TestConsole console) : IClassFixture<TestConsole>
{
    private const string Timestamp = "must be an RFC 3339 timestamp with its offset, such as 2026-11-20T10:00:00Z or 2026-11-20T12:00:00+02:00.";

    [Fact]
    public async Task A_404_suggests_the_ext_prefix_or_mentions_the_test_key()
    {
        var app = await TestApplication.Connect(console);
        var test = await TestApplication.Connect(console, Mode.Test);
        var live = await app.Tenant("acme-404");

        (await Detail(app, "/api/v1/tenants/acme-404")).ShouldBe("No tenant has the id \"acme-404\". Your own IDs start with ext:. Did you mean ext:acme-404?");
        (await Detail(app, "/api/v1/previews/prv_404")).ShouldBe(
            "No preview has the id \"prv_404\". Previews that were not run are deleted after a day. Create a new one."
        );
        (await Detail(app, "/api/v1/tenants/ext:nobody-404")).ShouldBe("No tenant has the id \"ext:nobody-404\".");
        (await Detail(test, $"/api/v1/tenants/{live}")).ShouldBe($"No tenant has the id \"{live}\". This is a test key: it can access only test data.");
    }

    [Theory]
    [InlineData("""{"lifecycle":"paused"}""", "lifecycle: must be one of trial, active, cancelled.")]
    [InlineData("""{"plan_items":[{"plan":"pro","interval":"decade","currency":"USD"}]}""", "plan_items[0].interval: must be one of day, week, month, year.")]
    [InlineData("""{"plan_items":"pro"}""", "plan_items: must be a list.")]
    [InlineData("""{"plan_items":[{"plan":"pro","quantity":"2"}]}""", "plan_items[0].quantity: must be a whole number.")]
    [InlineData("""{"opened_at":"yesterday"}""", $"opened_at: {Timestamp}")]
    [InlineData("""{"opened_at":"2026-11-20T10:00:00"}""", $"opened_at: {Timestamp}")]
    public async Task A_value_of_the_wrong_type_is_answered_with_the_allowed_ones(string body, string detail)
    {
        var app = await TestApplication.Connect(console);

        var (status, problem) = await app.Send(HttpMethod.Put, "/api/v1/tenants/ext:wrong-kind", body);

        (status, problem.GetProperty("detail").GetString()).ShouldBe((400, detail));
    }

    [Fact]
    public async Task Short_lists_are_paginated_like_all_others()
    {
        var app = await TestApplication.Connect(console);
        var all = Ids(await app.Get("/api/v1/metrics"));

        var first = await app.Get("/api/v1/metrics?limit=2");
        var second = await app.Get($"/api/v1/metrics?limit=2&cursor={first.GetProperty("next_cursor").GetString()}");
        var last = await app.Get("/api/v1/metrics?limit=500");

        Ids(first).ShouldBe(all[..2]);
        first.GetProperty("total").GetString().ShouldBe($"{all.Length}");
        Ids(second).ShouldBe(all[2..4]);
        Ids(last).ShouldBe(all);
        last.GetProperty("next_cursor").ValueKind.ShouldBe(JsonValueKind.Null);
        (await app.Send(HttpMethod.Get, "/api/v1/metrics?limit=0")).Status.ShouldBe(400);
        (await app.Send(HttpMethod.Get, "/api/v1/metrics?size=2")).Status.ShouldBe(400);
    }

    [Fact]
    public async Task A_refusal_does_not_suggest_the_current_plan()
    {
        var limited = await LimitedPlatform.Open(console);
        var acme = await limited.On("current-plan", "starter");
        await limited.Limit(
            (await limited.App.Get("/api/v1/plans")).GetProperty("data").EnumerateArray().Single(Key("starter")).GetProperty("id").GetString()!,
            "new",
            "5000"
        );

        var (status, refused) = await limited.Refused(LimitedPlatform.Consume, acme, "sessions", "200");

        status.ShouldBe(402);
        refused
            .GetProperty("upgrades")
            .EnumerateArray()
            .Select(plan => plan.GetProperty("plan").GetString())
            .ShouldBe(["pro", "enterprise"], ignoreOrder: true);

        static Func<JsonElement, bool> Key(string key) => plan => plan.GetProperty("key").GetString() == key;
    }

    private static async Task<string?> Detail(TestApplication app, string address) =>
        (await app.Send(HttpMethod.Get, address)).Body.GetProperty("detail").GetString();

    private static string?[] Ids(JsonElement page) => [.. page.GetProperty("data").EnumerateArray().Select(row => row.GetProperty("id").GetString())];
}
