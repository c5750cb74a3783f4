using System.Net;
using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Trust.SavedViews;

public sealed class SavedViewTests(TestConsole console) : IClassFixture<TestConsole>
{
    private const string Platform = "tnt_platform";

    [Fact]
    public async Task A_view_is_visible_to_its_author_or_to_the_team()
    {
        var (mine, other) = (await TestApplication.Connect(console), await TestApplication.Connect(console));
        await Save(mine, "Only mine", "only_me");
        await Save(mine, "Of all", "team");

        (await Names(mine)).ShouldBe(["Of all", "Only mine"], ignoreOrder: true);
        (await Names(other)).ShouldContain("Of all");
        (await Names(other)).ShouldNotContain("Only mine");
    }

    [Fact]
    public async Task A_private_view_cannot_be_discarded_by_others_and_its_name_is_not_logged()
    {
        var (mine, other) = (await TestApplication.Connect(console), await TestApplication.Connect(console));
        await Save(mine, "Whom I watch", "only_me");
        var view = (await Views(mine)).Single(view => view.GetProperty("name").GetString() == "Whom I watch").GetProperty("id").GetString()!;

        (await other.Refusal("saved_view.discard", view)).ShouldBe("not_found");
        (await other.Get("/api/v1/log?q=whom%20i%20watch")).GetProperty("data").GetArrayLength().ShouldBe(0);
        var discarded = await mine.Run("saved_view.discard", view);
        (await Names(mine)).ShouldNotContain("Whom I watch");
        await mine.Undo(discarded);
        (await Names(mine)).ShouldContain("Whom I watch");
    }

    [Fact]
    public async Task A_view_name_is_unique_per_list_and_audience()
    {
        var (mine, other) = (await TestApplication.Connect(console), await TestApplication.Connect(console));
        await Save(mine, "Same name", "only_me");

        (await Refusal(mine, "SAME NAME ", "only_me")).ShouldBe("name_taken");
        (await Refusal(mine, "Same name", "team")).ShouldBeNull();
        (await Refusal(other, "Same name", "only_me")).ShouldBeNull();
        (await Refusal(mine, "Same name", "only_me", list: "/tenants")).ShouldBeNull();
    }

    [Fact]
    public async Task A_run_of_a_refused_preview_returns_the_refusal()
    {
        var app = await TestApplication.Connect(console);
        await Save(app, "Taken", "only_me");
        var preview = await app.Preview("saved_view.save", [Platform], Input("Taken", "only_me"));

        var (status, body) = await app.Send(HttpMethod.Post, "/api/v1/runs", Json.Text(new { preview = preview.GetProperty("id").GetString() }));

        (status, body.GetProperty("code").GetString()).ShouldBe((409, "name_taken"));
    }

    [Theory]
    [InlineData("", "/audit", "", "bad_name")]
    [InlineData("a\nb", "/audit", "", "bad_name")]
    [InlineData("View", "//evil.example", "", "bad_list")]
    [InlineData("View", "https://evil.example", "", "bad_list")]
    [InlineData("View", "/audit?x=1", "", "bad_list")]
    [InlineData("View", "/audit", "x=1", "bad_query")]
    [InlineData("View", "/audit", "?x= y", "bad_query")]
    [InlineData("View", "/audit", "?q=a%20b", null)]
    public async Task A_view_has_a_name_a_page_of_this_console_and_filters(string name, string list, string query, string? code) =>
        (await Refusal(await TestApplication.Connect(console), name, "only_me", query, list)).ShouldBe(code);

    [Fact]
    public async Task A_test_key_cannot_save_views()
    {
        var demo = await TestApplication.Connect(console, Mode.Test);

        var refused = await Should.ThrowAsync<HttpRequestException>(() => Save(demo, "Of nobody", "team"));

        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    private static Task<JsonElement> Save(TestApplication app, string name, string audience) => app.Run("saved_view.save", Platform, Input(name, audience));

    private static Task<string?> Refusal(TestApplication app, string name, string audience, string query = "?kind=run", string list = "/audit") =>
        app.Refusal("saved_view.save", Platform, Input(name, audience, query, list));

    private static object Input(string name, string audience, string query = "?kind=run", string list = "/audit") =>
        new
        {
            name,
            list,
            query,
            audience,
        };

    private static async Task<List<string>> Names(TestApplication app) => [.. (await Views(app)).Select(view => view.GetProperty("name").GetString()!)];

    private static async Task<IEnumerable<JsonElement>> Views(TestApplication app) =>
        (await app.Get("/api/v1/saved-views?list=/audit")).GetProperty("data").EnumerateArray();
}
