using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Fixtures;
using static OwnerConsole.Tests.Messaging.Channels.ChannelStage;

namespace OwnerConsole.Tests.Messaging.Channels;

/// <summary>Messages reach browsers through a push service that decrypts them as a browser does.</summary>
[Slow(7, "WebPush")]
public sealed class WebPushTests(ChannelStage stage) : IClassFixture<ChannelStage>
{
    [Fact]
    public async Task Each_browser_of_a_member_receives_one_encrypted_and_signed_message()
    {
        await using var push = await PushReceiver.Start();
        var (channel, to) = (await stage.AddPush(), await stage.Member(phone: null));
        await stage.Subscribe(to.Member, channel, push.AddBrowser("phone"));
        await stage.Subscribe(to.Member, channel, push.AddBrowser("laptop"));
        await stage.Subscribe(to.Member, channel, push.AddBrowser("laptop")); // the same URL with new keys
        var text = string.Concat(Enumerable.Repeat("\U0001F9D1\u200D\U0001F680 <b>\"e\u0301\" \u0007", 400));

        var message = await stage.Send(channel, "Big\r\nnews", text, to);
        var sent = await stage.Await(channel, message, "sent");

        push.Contradictions.ShouldBeEmpty();
        push.Requests.Select(request => request.Browser).ShouldBe(["laptop", "phone"], ignoreOrder: true);
        var listed = await stage.App.Get($"/api/v1/members/{to.Member}/push-subscriptions");
        var publicKey = Text(listed.GetProperty("channels").EnumerateArray().Single(row => Text(row, "id") == channel), "public_key");
        foreach (var request in push.Requests)
        {
            request.Content.Length.ShouldBeInRange(3_900, 3_993);
            (Text(request.Json, "title"), Text(request.Json, "link"), Text(request.Json, "id")).ShouldBe(("Big news", "https://app.example/new", message));
            Text(request.Json, "text")!.ShouldStartWith("\U0001F9D1\u200D\U0001F680 <b>\"e\u0301\" ");
            Text(request.Json, "text")!.ShouldEndWith("…");
            text.Replace("\u0007", "", StringComparison.Ordinal).ShouldContain(Text(request.Json, "text")![..^1]);
            (request.Headers["Topic"], request.Headers["TTL"], request.Headers["Content-Encoding"]).ShouldBe((message, "259200", "aes128gcm"));
            (request.Key, Text(request.Claims, "aud"), Text(request.Claims, "sub")).ShouldBe(
                (publicKey, $"http://127.0.0.1:{push.Port}", "mailto:ops@example.com")
            );
            DateTimeOffset.FromUnixTimeSeconds(request.Claims.GetProperty("exp").GetInt64()).ShouldBeInRange(request.At.AddHours(1), request.At.AddHours(24));
        }
        sent.GetProperty("attempts").GetInt32().ShouldBe(1);
        listed.GetProperty("data").EnumerateArray().Select(row => Text(row, "service")).ShouldBe(["127.0.0.1", "127.0.0.1"]);
        listed.GetRawText().ShouldNotContain("/push/");
    }

    [Fact]
    public async Task A_browser_that_is_gone_is_deleted_and_a_busy_push_service_stops_no_other()
    {
        await using var push = await PushReceiver.Start();
        var (channel, ada, bob) = (await stage.AddPush(), await stage.Member(phone: null), await stage.Member(phone: null));
        await stage.Subscribe(ada.Member, channel, push.AddBrowser("gone"));
        await stage.Subscribe(ada.Member, channel, push.AddBrowser("busy", "localhost"));
        await stage.Subscribe(ada.Member, channel, push.AddBrowser("good"));
        await stage.Subscribe(bob.Member, channel, push.AddBrowser("other"));
        push.FailNext("gone", 410);
        push.FailNext("busy", 429, retryAfter: 3);

        var first = await stage.Send(channel, "", "First", ada);
        await Poll.Until(() => Task.FromResult(push.Requests.Count >= 3), seconds: 20, milliseconds: 50);
        await stage.Await(channel, await stage.Send(channel, "", "Other", bob), "sent");
        var sent = await stage.Await(channel, first, "sent");

        push.Contradictions.ShouldBeEmpty();
        sent.GetProperty("attempts").GetInt32().ShouldBe(2);
        push.Requests.Where(request => request.Browser == "gone").ShouldHaveSingleItem();
        push.Delivered("good").ShouldHaveSingleItem();
        var retry = push.Delivered("busy").ShouldHaveSingleItem();
        (retry.At - push.Requests.First(request => request.Browser == "busy").At).ShouldBeGreaterThan(TimeSpan.FromSeconds(2.9));
        push.Delivered("other")[0].At.ShouldBeLessThan(retry.At);
        (await stage.Browsers(ada.Member)).Count.ShouldBe(2);
    }

    [Theory]
    [InlineData(400, "127.0.0.1 responded with 400.")]
    [InlineData(403, "127.0.0.1 refused the public key of the channel. The browser may be subscribed to another one.")]
    [InlineData(404, "The browser is no longer subscribed.")]
    [InlineData(413, "127.0.0.1 refused the message because it is too large.")]
    public async Task A_refusal_fails_the_message_with_its_reason(int status, string reason)
    {
        await using var push = await PushReceiver.Start();
        var (channel, to) = (await stage.AddPush(), await stage.Member(phone: null));
        await stage.Subscribe(to.Member, channel, push.AddBrowser("refused"));
        push.FailNext("refused", status);

        var failed = await stage.Await(channel, await stage.Send(channel, "", "Hello", to), "failed");

        (Text(failed, "reason"), failed.GetProperty("status").GetInt32()).ShouldBe((reason, status));
        (await stage.Browsers(to.Member)).Count.ShouldBe(status == 404 ? 0 : 1);
    }

    [Fact]
    public async Task A_broadcast_reaches_each_subscribed_member_once_and_counts_the_others()
    {
        await using var push = await PushReceiver.Start();
        var channel = await stage.AddPush();
        var (none, one, two, optedOut) = (
            await stage.Member(phone: null),
            await stage.Member(phone: null),
            await stage.Member(phone: null),
            await stage.Member(phone: null)
        );
        await stage.Subscribe(one.Member, channel, push.AddBrowser("one"));
        await stage.Subscribe(two.Member, channel, push.AddBrowser("two-a"));
        await stage.Subscribe(two.Member, channel, push.AddBrowser("two-b"));
        await stage.Subscribe(optedOut.Member, channel, push.AddBrowser("opted-out"));
        await stage.App.Run("member.set_preferences", optedOut.Member, new { opt_outs = new[] { "news:push" } });
        var created = await stage.App.Run(
            "broadcast.create",
            IdGenerator.Platform,
            new
            {
                subject = "Hello {{recipient.name}}",
                body = "**Two** hours, see [status](https://status.example/).",
                priority = "high",
                channels = new[] { channel },
                tenants = new[] { none.Tenant, one.Tenant, two.Tenant, optedOut.Tenant },
            }
        );
        var broadcast = Text(created.GetProperty("lines")[0], "created")!;

        var reach = await stage.App.Get($"/api/v1/broadcasts/{broadcast}/reach");
        var preview = await stage.App.Get($"/api/v1/broadcasts/{broadcast}/preview");
        var planned = await stage.App.Preview("broadcast.send", [broadcast]);
        await stage.App.Post("/api/v1/runs", new { preview = Text(planned, "id"), reason = "Planned" });
        await using (var work = await stage.Console.Database.Write(WriteOrigin.Intake("test"), []))
        {
            await work.MakeDue([$"broadcast:{broadcast}"]);
            await work.Commit();
        }
        var sent = await stage.App.Await($"/api/v1/broadcasts/{broadcast}", row => Text(row, "state") == "sent");

        push.Contradictions.ShouldBeEmpty();
        reach.GetProperty("recipients").GetInt64().ShouldBe(2);
        reach
            .GetProperty("channels")[0]
            .GetProperty("excluded")
            .EnumerateArray()
            .Select(row => (Text(row, "reason"), row.GetProperty("members").GetInt64()))
            .ShouldBe([("no_subscription", 1), ("opted_out", 1)], ignoreOrder: true);
        (Text(preview.GetProperty("push"), "title"), Text(preview.GetProperty("push"), "text")).ShouldBe(
            ("Hello Ann Example", "Two hours, see status (https://status.example/).")
        );
        push.Requests.Select(request => request.Browser).ShouldBe(["one", "two-a", "two-b"], ignoreOrder: true);
        push.Requests.ShouldAllBe(request => request.Headers["Urgency"] == "high" && Text(request.Json, "title") == "Hello Ada");
        sent.GetProperty("statistics").EnumerateArray().Single().GetProperty("sent").GetInt64().ShouldBe(2);
    }

    [Fact]
    public async Task A_test_reaches_the_browsers_of_a_member_or_says_that_there_are_none()
    {
        await using var push = await PushReceiver.Start();
        var (channel, to) = (await stage.AddPush(), await stage.Member(phone: null));

        var unknown = await stage.App.Refusal("channel.test", channel, new { member = "mbr_00000000000000000000000000" });
        var none = await stage.App.Refusal("channel.test", channel, new { member = to.Member });
        await stage.Subscribe(to.Member, channel, push.AddBrowser("tested"));
        await stage.App.Run("channel.test", channel, new { member = to.Member });
        await stage.App.Await(
            $"/api/v1/channels/{channel}",
            row => row.GetProperty("last_test") is { ValueKind: JsonValueKind.Object } test && Text(test, "state") == "sent"
        );
        var changed = await stage.App.Run("channel.change", channel, new { name = "Renamed", contact = "https://example.com/contact" });
        await stage.App.Run("channel.test", channel, new { member = to.Member });
        await Poll.Until(() => Task.FromResult(push.Requests.Count == 2), seconds: 20, milliseconds: 50);

        (unknown, none).ShouldBe(("unknown_member", "no_subscription"));
        push.Contradictions.ShouldBeEmpty();
        var keys = push.Requests.Select(request => request.Key).Distinct(StringComparer.Ordinal);
        keys.ShouldHaveSingleItem().ShouldBe(Text(await stage.App.Get($"/api/v1/channels/{channel}"), "public_key"));
        push.Requests.Select(request => Text(request.Claims, "sub")).ShouldBe(["mailto:ops@example.com", "https://example.com/contact"]);
        changed.GetRawText().ShouldNotContain("mailto");
    }
}
