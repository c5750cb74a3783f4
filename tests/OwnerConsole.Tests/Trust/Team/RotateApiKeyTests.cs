using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Trust.Team;

/// <summary>A key is rotated while an application uses it.</summary>
public sealed class RotateApiKeyTests
{
    [Fact]
    public async Task A_rotated_key_works_with_both_secrets_until_the_overlap_ends()
    {
        await using var own = await TestConsole.Start();
        var owner = await TestApplication.Connect(own);
        var turning = await TestApplication.Connect(own);
        var id = await Id(owner);

        var rotated = await owner.Run("api_key.rotate", id, new { hours = 48 });
        var text = rotated.GetProperty("secret").GetString()!;
        (int, int) both = (await Call(own, turning.Key), await Call(own, text));
        var told = (await Row(owner, id)).GetProperty("previous_secret_used_at").ValueKind;
        var again = await owner.Post("/api/v1/previews", new { operation = "api_key.rotate", subjects = new[] { id } });
        await Force(own, $"update auth.previous_key_secrets set ends_at = now() where key_id = '{id}'");
        (int, int) later = (await Call(own, turning.Key), await Call(own, text));

        both.ShouldBe((200, 200));
        told.ShouldBe(JsonValueKind.String);
        again.GetProperty("subjects")[0].GetProperty("refusal").GetString().ShouldBe("already_rotated");
        later.ShouldBe((401, 200));
    }

    [Fact]
    public async Task Without_overlap_the_old_secret_ends_at_once_and_undo_restores_it()
    {
        await using var own = await TestConsole.Start();
        var owner = await TestApplication.Connect(own);
        var turning = await TestApplication.Connect(own);
        var id = await Id(owner);

        var leaked = await owner.Run("api_key.rotate", id, new { hours = 0 });
        var text = leaked.GetProperty("secret").GetString()!;
        (int, int) rotated = (await Call(own, turning.Key), await Call(own, text));
        await owner.Post($"/api/v1/runs/{leaked.GetProperty("id").GetString()}/undo", new { });
        (int, int) undone = (await Call(own, turning.Key), await Call(own, text));

        rotated.ShouldBe((401, 200));
        undone.ShouldBe((200, 401));
    }

    [Fact]
    public async Task A_key_with_more_permissions_than_the_caller_cannot_be_rotated()
    {
        await using var own = await TestConsole.Start();
        var owner = await TestApplication.Connect(own);
        var id = await Id(owner);
        var small = await owner.Run("api_key.create", IdGenerator.Platform, new { name = "Small", scopes = new[] { "api_key.rotate", "operation.read" } });
        var lesser = TestApplication.WithKey(own, small.GetProperty("secret").GetString()!);

        var preview = await lesser.Post("/api/v1/previews", new { operation = "api_key.rotate", subjects = new[] { id } });

        preview.GetProperty("subjects")[0].GetProperty("refusal").GetString().ShouldBe("exceeds_own_permissions");
    }

    [Fact]
    public async Task A_wildcard_cannot_rotate_a_key_with_an_irreversible_permission()
    {
        await using var own = await TestConsole.Start();
        var owner = await TestApplication.Connect(own);
        await TestApplication.Connect(own, scopes: "tenant.anonymise");
        var id = await Id(owner);
        var wild = await TestApplication.Connect(own, scopes: ["tenant.*", "api_key.*", "operation.read"]);

        var preview = await wild.Post("/api/v1/previews", new { operation = "api_key.rotate", subjects = new[] { id } });

        preview.GetProperty("subjects")[0].GetProperty("refusal").GetString().ShouldBe("exceeds_own_permissions");
    }

    /// <returns>the id of the newest key</returns>
    private static async Task<string> Id(TestApplication owner) => (await owner.Get("/api/v1/api-keys")).GetProperty("data")[0].GetProperty("id").GetString()!;

    private static async Task<JsonElement> Row(TestApplication owner, string id) =>
        (await owner.Get("/api/v1/api-keys")).GetProperty("data").EnumerateArray().Single(row => row.GetProperty("id").GetString() == id);

    private static async Task<int> Call(TestConsole console, string key) =>
        (await TestApplication.WithKey(console, key).Send(HttpMethod.Get, "/api/v1/tenants", "")).Status;

    private static Task Force(TestConsole console, string sql) => TestCluster.Current.Force(console.Options.Connections, sql);
}
