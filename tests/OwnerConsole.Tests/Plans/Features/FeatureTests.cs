using System.Text.Json;
using OwnerConsole.Fixtures;
using OwnerConsole.Hosting.Installations;

namespace OwnerConsole.Tests.Plans.Features;

public sealed class FeatureTests(TestConsole console) : IClassFixture<TestConsole>
{
    [Theory]
    [InlineData("""{"key":"No Key","name":"A"}""", "bad_key")]
    [InlineData("""{"key":"a","name":" "}""", "bad_name")]
    [InlineData("""{"key":"a","name":"A","kind":"gauge"}""", "bad_unit")]
    [InlineData("""{"key":"a","name":"A","kind":"unique","unit":"user","resets":"never"}""", "bad_resets")]
    [InlineData("""{"key":"a","name":"A","kind":"counter","unit":"GB","decimals":7}""", "bad_decimals")]
    [InlineData("""{"key":"a","name":"A","kind":"unique","unit":"user","decimals":1}""", "bad_decimals")]
    [InlineData("""{"key":"a","name":"A","kind":"counter","unit":"call","enforcement":"burst"}""", "bad_burst")]
    [InlineData("""{"key":"a","name":"A","kind":"counter","unit":"call","allows":"some"}""", "bad_allows")]
    [InlineData("""{"key":"a","name":"A","allows":"5"}""", "bad_allows")]
    public async Task An_invalid_feature_is_refused_with_its_reason(string input, string code)
    {
        var app = await TestApplication.Connect(console);

        (await app.Refusal("feature.declare", "tnt_platform", JsonSerializer.Deserialize<JsonElement>(input))).ShouldBe(code);
    }

    [Fact]
    public async Task Settings_that_do_not_apply_to_the_kind_are_not_stored()
    {
        var app = await TestApplication.Connect(console);

        await app.Run(
            "feature.declare",
            "tnt_platform",
            new
            {
                key = "plain",
                name = " Plain ",
                unit = "client",
                resets = "year",
                enforcement = "burst",
                burst = 10,
            }
        );

        var feature = await Find(app, "plain");
        feature.GetProperty("name").GetString().ShouldBe("Plain");
        feature.GetProperty("unit").GetString().ShouldBe("");
        feature.GetProperty("resets").GetString().ShouldBe("never");
        feature.GetProperty("enforcement").GetString().ShouldBe("hard");
        feature.GetProperty("burst").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task A_change_keeps_unnamed_fields_and_undo_restores_all()
    {
        var app = await TestApplication.Connect(console);
        var made = await app.Run(
            "feature.declare",
            "tnt_platform",
            new
            {
                key = "storage",
                name = "Storage",
                kind = "gauge",
                unit = "GB",
                decimals = 2,
            }
        );
        var id = made.Created();
        var before = (await Find(app, "storage")).GetRawText();

        var change = await app.Run("feature.change", id, new { name = "Space", allows = "2.50" });
        var changed = await Find(app, "storage");
        (await app.Refusal("feature.change", id, new { name = "Space ", allows = "2.5" })).ShouldBe("no_change");
        await app.Undo(change);

        changed.GetProperty("name").GetString().ShouldBe("Space");
        changed.GetProperty("allows").GetString().ShouldBe("2.5");
        changed.GetProperty("unit").GetString().ShouldBe("GB");
        changed.GetProperty("decimals").GetInt32().ShouldBe(2);
        (await Find(app, "storage")).GetRawText().ShouldBe(before);
    }

    private static async Task<JsonElement> Find(TestApplication app, string key) =>
        (await app.Get("/api/v1/features")).GetProperty("data").EnumerateArray().Single(feature => feature.GetProperty("key").GetString() == key);
}
