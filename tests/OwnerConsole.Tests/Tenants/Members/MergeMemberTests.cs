using System.Text.Json;
using OwnerConsole.Fixtures;
using OwnerConsole.Tests.Integrations.Applications;

namespace OwnerConsole.Tests.Tenants.Members;

/// <summary>A merge combines two records of a tenant into one member with the activity of both.</summary>
public sealed class MergeMemberTests(TestConsole console) : IClassFixture<TestConsole>
{
    [Fact]
    public async Task A_merge_combines_two_records_everywhere_and_undo_separates_them()
    {
        var app = await TestApplication.Connect(console);
        await app.DeclareAll();
        var tenant = await app.Tenant("journey");
        var (goes, stays) = (await Person(app, tenant, "old", "Jon Berg"), await Person(app, tenant, "new", "Mira Okafor"));
        var number = (await app.Get($"/api/v1/members/{goes}")).GetProperty("support_number").GetString()!;
        var before = (await app.Get($"/api/v1/tenants/{tenant}/members")).GetRawText();

        var run = await app.Run("member.merge", goes, new { into = "ext:new" });
        var task = await app.ClaimOf(tenant);
        await app.Say(task, "complete", new { });
        await app.Put($"/api/v1/tenants/{tenant}/members/ext:old", new { last_seen_at = "2026-01-02T03:04:05Z" });

        task.GetProperty("input").GetProperty("into").GetProperty("external_id").GetString().ShouldBe("new");
        (await People(app, tenant)).ShouldBe([stays]);
        (await app.Get($"/api/v1/members/{goes}")).GetProperty("merged_into").GetString().ShouldBe(stays);
        (await Found(app, number)).ShouldBe([stays]);
        (await Found(app, "Jon Berg")).ShouldBe([stays]);
        (await Found(app, goes)).ShouldBe([stays]);
        (await app.Get($"/api/v1/members/{stays}")).GetProperty("last_seen_at").GetString().ShouldStartWith("2026-01-02T03:04:05");

        await app.Undo(run);
        await app.Say(await app.ClaimOf(tenant), "complete", new { });

        (await People(app, tenant)).ShouldBe([goes, stays]);
        (await app.Get($"/api/v1/tenants/{tenant}/members"))
            .GetProperty("data")[1]
            .GetRawText()
            .ShouldBe(JsonSerializer.Deserialize<JsonElement>(before).GetProperty("data")[1].GetRawText());
    }

    private static async Task<string> Person(TestApplication app, string tenant, string id, string name) =>
        (await app.Put($"/api/v1/tenants/{tenant}/members/ext:{id}", new { name })).GetProperty("id").GetString()!;

    private static async Task<IReadOnlyList<string>> People(TestApplication app, string tenant) => Ids(await app.Get($"/api/v1/tenants/{tenant}/members"));

    private static async Task<IReadOnlyList<string>> Found(TestApplication app, string text) =>
        Ids(await app.Get($"/api/v1/members?q={Uri.EscapeDataString(text)}"));

    private static IReadOnlyList<string> Ids(JsonElement page) =>
        [.. page.GetProperty("data").EnumerateArray().Select(row => row.GetProperty("id").GetString()!)];
}
