using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Messaging.Notifications;

/// <summary>Notifications that a team member sends respect the preferences of their recipients.</summary>
public sealed class NotifyPreferencesTests(TestConsole console) : IClassFixture<TestConsole>
{
    [Fact]
    public async Task A_member_who_opted_out_of_the_topic_is_left_out_with_the_reason()
    {
        var app = await TestApplication.Connect(console);
        var (ada, bo) = (await Member(app, "opt-ada"), await Member(app, "opt-bo"));
        await app.Run("member.set_preferences", ada, new { opt_outs = new[] { "feature_updates:in_app", "news:email" } });

        var planned = await app.Preview("member.notify", [ada, bo], Input("feature_updates"));
        await app.Post("/api/v1/runs", new { preview = planned.GetProperty("id").GetString() });
        await app.Run("member.notify", ada, Input("news")); // only emails are switched off
        await app.Run("member.notify", ada, Input("account"));

        var refused = planned.GetProperty("subjects").EnumerateArray().Single(subject => subject.GetProperty("refusal").ValueKind is JsonValueKind.String);
        (refused.GetProperty("id").GetString(), refused.GetProperty("refusal").GetString()).ShouldBe((ada, "opted_out"));
        refused.GetProperty("text").GetString()!.ShouldEndWith("opted out of notifications about this topic.");
        (await Topics(app, ada)).ShouldBe(["account", "news"]);
        (await Topics(app, bo)).ShouldBe(["feature_updates"]);
    }

    [Fact]
    public async Task Optional_notifications_are_limited_and_urgent_ones_are_not_and_do_not_count()
    {
        await using var own = await TestConsole.Start();
        var app = await TestApplication.Connect(own);
        await app.Run("setting.change", IdGenerator.Platform, new { key = "preferences.max_messages", value = "1" });
        var ada = await Member(app, "limit-ada");

        await app.Run("member.notify", ada, Input("news", "urgent"));
        var first = await app.Refusal("member.notify", ada, Input("news"));
        await app.Run("member.notify", ada, Input("news"));
        var second = await app.Refusal("member.notify", ada, Input("usage"));
        await app.Run("member.notify", ada, Input("usage", "urgent"));
        await app.Run("member.notify", ada, Input("billing"));

        (first, second).ShouldBe((null, "message_limit"));
        (await Topics(app, ada)).ShouldBe(["billing", "usage", "news", "news"]);
    }

    [Fact]
    public async Task A_withdrawn_notification_no_longer_counts_for_the_limit_unless_it_was_read()
    {
        await using var own = await TestConsole.Start();
        var app = await TestApplication.Connect(own);
        await app.Run("setting.change", IdGenerator.Platform, new { key = "preferences.max_messages", value = "2" });
        var ada = await Member(app, "undo-ada");

        var read = await app.Run("member.notify", ada, Input("news"));
        await app.Post($"/api/v1/members/{ada}/notifications/{read.Created()}/read", new { });
        var unread = await app.Run("member.notify", ada, Input("news"));
        var full = await app.Refusal("member.notify", ada, Input("news"));
        await app.UndoRefused(read);
        var stillFull = await app.Refusal("member.notify", ada, Input("news"));
        await app.Undo(unread);
        var free = await app.Refusal("member.notify", ada, Input("news"));

        (full, stillFull, free).ShouldBe(("message_limit", "message_limit", null));
    }

    [Fact]
    public async Task A_member_who_left_receives_no_notification()
    {
        var app = await TestApplication.Connect(console);
        var member = await app.Put(
            $"/api/v1/tenants/{await app.Tenant("left-ada")}/members/ext:one",
            new { name = "One", left_at = TimeProvider.System.GetUtcNow() }
        );

        (await app.Refusal("member.notify", member.GetProperty("id").GetString()!, Input("account"))).ShouldBe("member_left");
    }

    [Fact]
    public async Task An_unknown_topic_is_refused_with_the_known_ones()
    {
        var app = await TestApplication.Connect(console);

        var (status, body) = await app.Send(
            HttpMethod.Post,
            "/api/v1/previews",
            Json.Text(
                new
                {
                    Operation = "member.notify",
                    Subjects = new[] { await Member(app, "unknown-ada") },
                    Input = Input("gossip"),
                }
            )
        );

        status.ShouldBe(400);
        body.GetProperty("errors").GetProperty("input.topic")[0].GetString()!.ShouldStartWith("must be one of account, billing, usage, news");
    }

    private static object Input(string topic, string priority = "medium") =>
        new
        {
            title = "Hello",
            body = "",
            topic,
            priority,
        };

    private static async Task<string> Member(TestApplication app, string tenant) =>
        (await app.Put($"/api/v1/tenants/{await app.Tenant(tenant)}/members/ext:one", new { name = "One" })).GetProperty("id").GetString()!;

    private static async Task<IEnumerable<string?>> Topics(TestApplication app, string member) =>
        (await app.Get($"/api/v1/members/{member}/notifications")).GetProperty("data").EnumerateArray().Select(one => one.GetProperty("topic").GetString());
}
