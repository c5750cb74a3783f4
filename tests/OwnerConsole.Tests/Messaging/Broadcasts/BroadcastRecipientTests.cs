using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Tests.Messaging.Broadcasts;

/// <summary>Who receives a broadcast and its correction is decided again when they are sent.</summary>
[Slow(5, "Broadcasts")]
public sealed class BroadcastRecipientTests
{
    [Fact]
    public async Task A_notification_that_is_delivered_later_skips_those_who_left_or_opted_out_since()
    {
        await using var console = await TestConsole.Start();
        var app = await TestApplication.Connect(console);
        var tenant = await app.Tenant("acorn", "Acorn");
        var (ada, bo, cy) = (await Member(app, tenant, "ada"), await Member(app, tenant, "bo"), await Member(app, tenant, "cy"));
        var broadcast = await Create(app, new { channels = new[] { "in_app" } });
        await Send(console, app, broadcast, new { send_at = "2090-01-01T09:00:00Z" });
        await Force(console, "update broadcasts.sends set started_at = now(), targets = null where broadcast_id = @broadcast", broadcast);
        await MakeDue(console, broadcast);
        await app.Await($"/api/v1/broadcasts/{broadcast}/recipients?state=queued", list => list.GetProperty("data").GetArrayLength() == 3);

        await app.Run("member.set_preferences", ada, new { opt_outs = new[] { "news:in_app" } });
        await Member(app, tenant, "bo", new { name = "bo", left_at = TimeProvider.System.GetUtcNow() });
        await Force(console, "update broadcasts.recipients set due_at = now() where broadcast_id = @broadcast", broadcast, tenant);
        await MakeDue(console, broadcast);
        var recipients = await app.Await($"/api/v1/broadcasts/{broadcast}/recipients", list => States(list).All(row => !row.Contains("queued")));

        States(recipients).ShouldBe([$"{ada} in_app skipped opted_out", $"{bo} in_app skipped removed", $"{cy} in_app sent "], ignoreOrder: true);
        foreach (var (member, count) in new[] { (ada, 0), (bo, 0), (cy, 1) })
            (await app.Get($"/api/v1/members/{member}/notifications")).GetProperty("data").GetArrayLength().ShouldBe(count);
    }

    [Fact]
    public async Task A_correction_is_emailed_to_those_who_received_the_original_and_may_still_receive_messages()
    {
        await using var console = await TestConsole.Start();
        var app = await TestApplication.Connect(console);
        await using var postbox = await MailServer.Start();
        await postbox.Connect(app);
        await app.Run("setting.change", IdGenerator.Platform, new { key = "preferences.max_messages", value = "1" }); // a correction isn't limited
        var tenant = await app.Tenant("acorn", "Acorn");
        var members = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in new[] { "ada", "bo", "cy", "di", "eve" })
            members[name] = await Member(app, tenant, name, new { name, email = $"{name}@studio.example" });
        await app.Run("member.set_preferences", members["eve"], new { opt_outs = new[] { "news" } }); // doesn't receive the original
        var broadcast = await Create(app, new { channels = new[] { "email" } });
        await Send(console, app, broadcast);
        await app.Await($"/api/v1/broadcasts/{broadcast}", one => one.GetProperty("state").GetString() == "sent");
        foreach (var _ in Enumerable.Range(0, 4))
            await postbox.Next();

        await app.Run("member.set_preferences", members["bo"], new { opt_outs = new[] { "news:email" } });
        await app.Run("address.suppress", members["cy"]);
        await Member(
            app,
            tenant,
            "di",
            new
            {
                name = "di",
                email = "di@studio.example",
                left_at = TimeProvider.System.GetUtcNow(),
            }
        );
        await app.Run("member.set_preferences", members["eve"], new { opt_outs = Array.Empty<string>() });
        var preview = await app.Preview(
            "broadcast.correct",
            [broadcast],
            new
            {
                subject = "Hello",
                body = "Monday.",
                send_email = true,
            }
        );
        await app.Post("/api/v1/runs", new { preview = preview.GetProperty("id").GetString(), reason = "Wrong day" });
        await Force(console, "update broadcasts.corrections set due_at = now() where broadcast_id = @broadcast", broadcast);
        await MakeDue(console, broadcast);
        var received = await postbox.Next();
        var recipients = await app.Await(
            $"/api/v1/broadcasts/{broadcast}/recipients?channel=correction",
            list => States(list).Any() && States(list).All(row => !row.Contains("queued"))
        );

        (received.To.Address, received.Subject).ShouldBe(("ada@studio.example", "Correction: Hello"));
        (await postbox.ReadRemaining()).ShouldBeEmpty();
        States(recipients)
            .ShouldBe(
                [
                    $"{members["ada"]} correction sent ",
                    $"{members["bo"]} correction excluded opted_out",
                    $"{members["cy"]} correction excluded suppressed",
                    $"{members["di"]} correction excluded removed",
                ],
                ignoreOrder: true
            );
    }

    [Fact]
    public async Task People_limited_to_some_tenants_read_and_export_only_the_broadcasts_that_these_tenants_received()
    {
        await using var console = await TestConsole.Start();
        var app = await TestApplication.Connect(console);
        var (acorn, birch) = (await app.Tenant("acorn", "Acorn"), await app.Tenant("birch", "Birch"));
        var (ada, _) = (await Member(app, acorn, "ada"), await Member(app, birch, "bo"));
        var mine = await Create(app, new { channels = new[] { "in_app" }, tenants = new[] { acorn } });
        var theirs = await Create(app, new { channels = new[] { "in_app" }, tenants = new[] { birch } });
        var draft = await Create(app, new { channels = new[] { "in_app" } });
        foreach (var broadcast in new[] { mine, theirs })
        {
            await Send(console, app, broadcast);
            await app.Await($"/api/v1/broadcasts/{broadcast}", one => one.GetProperty("state").GetString() == "sent");
        }
        var part = console.Services.GetServices<ExportPart>().Single(part => part.Name == "broadcast_messages");

        TenantScope.Set(new HashSet<string>([acorn], StringComparer.Ordinal));
        await using var scoped = await console.Database.Read();
        var read = await scoped.List<string>("select broadcast_id from broadcasts.broadcasts");
        var own = (await part.Rows(acorn, null, scoped)).Data;
        var other = (await part.Rows(birch, null, scoped)).Data;

        read.ShouldBe([mine], $"neither {theirs} nor the draft {draft}");
        own.Select(row => $"{row.GetProperty("member_id")} {row.GetProperty("subject")}").ShouldBe([$"{ada} Hello"]);
        other.ShouldBeEmpty();
    }

    private static async Task<string> Create(TestApplication app, object more)
    {
        var input = JsonSerializer.SerializeToNode(more, Json.Options)!.AsObject();
        (input["subject"], input["body"]) = ("Hello", "Today.");
        return (await app.Run("broadcast.create", IdGenerator.Platform, input)).Created();
    }

    /// <summary>Sends a broadcast without the minute in which sending can be undone.</summary>
    private static async Task Send(TestConsole console, TestApplication app, string broadcast, object? input = null)
    {
        var preview = await app.Preview("broadcast.send", [broadcast], input);
        await app.Post("/api/v1/runs", new { preview = preview.GetProperty("id").GetString(), reason = "Planned" });
        await MakeDue(console, broadcast);
    }

    private static async Task MakeDue(TestConsole console, string broadcast)
    {
        await using var work = await console.Database.Write(WriteOrigin.Intake("test"), []);
        await work.MakeDue([$"broadcast:{broadcast}"]);
        await work.Commit();
    }

    private static async Task Force(TestConsole console, string sql, string broadcast, params string[] tenants)
    {
        await using var work = await console.Database.Write(WriteOrigin.Intake("test"), [IdGenerator.Platform, .. tenants]);
        await work.Execute(sql, new { broadcast });
        await work.Commit();
    }

    private static async Task<string> Member(TestApplication app, string tenant, string externalId, object? member = null) =>
        (await app.Put($"/api/v1/tenants/{tenant}/members/ext:{externalId}", member ?? new { name = externalId })).GetProperty("id").GetString()!;

    private static IEnumerable<string> States(JsonElement recipients) =>
        recipients
            .GetProperty("data")
            .EnumerateArray()
            .Select(row => $"{row.GetProperty("member_id")} {row.GetProperty("channel")} {row.GetProperty("state")} {row.GetProperty("reason")}");
}
