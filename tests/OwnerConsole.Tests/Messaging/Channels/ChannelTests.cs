using System.Net;
using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Fixtures;
using static OwnerConsole.Tests.Messaging.Channels.ChannelStage;

namespace OwnerConsole.Tests.Messaging.Channels;

/// <summary>Messages on channels reach third-party emulations of the services. Every request is checked against the description of its vendor.</summary>
[Slow(11, "Channels")]
public sealed class ChannelTests(ChannelStage stage) : IClassFixture<ChannelStage>
{
    private static readonly string s_hostile =
        "Line 1\r\nX-Injected: yes\r\n@everyone <@1> <!channel> & </b>\u0007 \u202Edesrever {{title}} \" \\ \U0001F9D1\u200D\U0001F680 "
        + string.Concat(Enumerable.Repeat("<&>\U0001F680", 2_500));

    [Fact]
    public async Task A_post_reaches_Slack_Discord_and_a_signed_webhook_whatever_it_contains()
    {
        await using var receiver = await WebhookReceiver.Start();
        var slack = await stage.AddSlack("#announcements");
        var discord = await stage.Add(
            new
            {
                kind = "discord",
                name = "News",
                secret = Vendors.DiscordUrl,
            }
        );
        var webhook = await stage.Add(
            new
            {
                kind = "webhook",
                name = "Teams",
                secret = receiver.Url,
                body = """{"nested": [{"text": "{{title}}: {{text}}"}, 1], "link": "{{link}}"}""",
            }
        );
        await receiver.Trust(webhook.Secret!);

        List<JsonElement> sent = [];
        foreach (var channel in new[] { slack, discord.Id, webhook.Id })
            sent.Add(await stage.Await(channel, await stage.Send(channel, "Big\r\nnews *now* <b>", s_hostile), "sent"));
        var received = await receiver.Next();

        stage.Vendors.Contradictions.ShouldBeEmpty();
        var (toSlack, toDiscord) = (Last("slack"), Last("discord"));
        toSlack.Path.ShouldBe(new Uri(Vendors.SlackUrl).PathAndQuery);
        toSlack.Json.GetProperty("blocks")[0].GetProperty("text").GetProperty("text").GetString().ShouldBe("Big news *now* &lt;b&gt;");
        var content = toDiscord.Json.GetProperty("content").GetString()!;
        content.ShouldStartWith("**Big news \\*now\\* <b>**\nLine 1\nX-Injected: yes\n@everyone");
        content.ShouldEndWith("…\nhttps://app.example/new");
        toDiscord.Json.GetProperty("allowed_mentions").GetProperty("parse").GetArrayLength().ShouldBe(0);
        Text(sent[1], "vendor_id").ShouldNotBeNull();
        (received.Verified, received.Id).ShouldBe((true, Text(sent[2], "id")));
        var text = received.Body.GetProperty("nested")[0].GetProperty("text").GetString()!;
        text.ShouldStartWith("Big news *now* <b>: Line 1\nX-Injected: yes\n@everyone <@1> <!channel> & </b> \u202Edesrever {{title}} \" \\");
        text.Length.ShouldBeGreaterThan(12_000);
    }

    [Fact]
    public async Task A_channel_waits_as_long_as_its_service_asks_and_keeps_its_rate()
    {
        var (channel, _) = await stage.Add(
            new
            {
                kind = "discord",
                name = "Busy",
                secret = Vendors.DiscordUrl.Replace("0001/", "0002/", StringComparison.Ordinal),
                max_per_minute = 200,
            }
        );
        stage.Vendors.FailNext(429, """{"message": "You are being rate limited.", "retry_after": 2.5, "global": false}""");

        var first = await stage.Send(channel, "", "First");
        await stage.Await(channel, first, "sent");
        foreach (var message in new[] { await stage.Send(channel, "", "2"), await stage.Send(channel, "", "3"), await stage.Send(channel, "", "4") })
            await stage.Await(channel, message, "sent");

        var requests = stage.Vendors.Sent.Where(request => request.Path.Contains("0002/", StringComparison.Ordinal)).ToList();
        requests.Count.ShouldBe(5);
        (requests[1].At - requests[0].At).ShouldBeGreaterThan(TimeSpan.FromSeconds(2.4));
        foreach (var (before, after) in requests.Skip(1).Zip(requests.Skip(2)))
            (after.At - before.At).ShouldBeGreaterThan(TimeSpan.FromSeconds(0.25)); // 0.3 s, without the time of the requests
    }

    [Fact]
    public async Task A_permanent_error_fails_the_message_with_the_code_of_the_service()
    {
        var channel = await stage.AddSlack("Removed");
        stage.Vendors.FailNext(404, "no_service");

        await stage.App.Run("channel.test", channel);
        var failed = await stage.App.Await(
            $"/api/v1/channels/{channel}",
            row => row.GetProperty("last_test") is { ValueKind: JsonValueKind.Object } test && Text(test, "state") == "failed"
        );
        await stage.App.Run("channel.pause", channel);
        var waiting = await stage.Send(channel, "", "Waits");
        var (refused, page) = (await stage.App.Refusal("channel.test", channel), await stage.App.Get("/api/v1/channels"));
        await stage.App.Run("channel.change", channel, new { name = "New", secret = Vendors.SlackUrl });
        var paused = await stage.Await(channel, waiting, "waiting");
        await stage.App.Run("channel.resume", channel);
        await stage.Await(channel, waiting, "sent");
        await stage.App.Run("channel.remove", channel);

        var test = failed.GetProperty("last_test");
        (Text(test, "code"), Text(test, "reason"), Text(test, "answer"), test.GetProperty("status").GetInt32()).ShouldBe(
            ("no_service", "The webhook was removed in Slack. Enter the URL of a new one.", "no_service", 404)
        );
        test.GetProperty("took_ms").GetInt32().ShouldBeGreaterThanOrEqualTo(0);
        refused.ShouldBe("paused");
        paused.GetProperty("attempts").GetInt32().ShouldBe(0);
        page.GetRawText().ShouldNotContain(Vendors.SlackUrl);
        (await stage.App.Send(HttpMethod.Get, $"/api/v1/channels/{channel}")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task An_SMS_is_sent_once_although_the_console_was_killed_before_it_stored_the_response()
    {
        const string phone = "+41441230001";
        var channel = await stage.AddTwilio();
        var to = await stage.Member(phone);
        stage.Vendors.LoseNextResponse();

        var message = await stage.Send(channel, "News", s_hostile, to);
        var sent = await stage.Await(channel, message, "sent");
        var received = await stage.Vendors.TwilioMessages(phone);
        await stage.Vendors.Report(Text(sent, "vendor_id")!, "delivered");
        var delivered = await stage.Await(channel, message, "delivered");
        await stage.Vendors.Report(Text(sent, "vendor_id")!, "undelivered"); // too late

        stage.Vendors.Contradictions.ShouldBeEmpty();
        var only = received.ShouldHaveSingleItem();
        Text(only, "sid").ShouldBe(Text(sent, "vendor_id"));
        Text(only, "body")!.ShouldStartWith("News\nLine 1\nX-Injected: yes\n@everyone <@1>");
        Text(only, "body")!.ShouldEndWith("…\nhttps://app.example/new");
        delivered.GetProperty("attempts").GetInt32().ShouldBe(2);
        Text(await stage.Await(channel, message, "delivered"), "member_id").ShouldBe(to.Member);
    }

    [Fact]
    public async Task A_recipient_who_replied_STOP_receives_nothing_more_and_a_forged_report_changes_nothing()
    {
        var channel = await stage.AddTwilio();
        var (ada, nobody) = (await stage.Member("+41441230002"), await stage.Member(phone: null));
        stage.Vendors.FailNext(400, """{"code": 21610, "message": "Attempt to send to unsubscribed recipient", "status": 400}""");

        var stopped = await stage.Await(channel, await stage.Send(channel, "", "Hello", ada), "failed");
        var suppressed = await stage.Await(channel, await stage.Send(channel, "", "Again", ada), "not_sent");
        var without = await stage.Await(channel, await stage.Send(channel, "", "Hello", nobody), "not_sent");
        var other = await stage.Member("+41441230003");
        var sent = await stage.Await(channel, await stage.Send(channel, "", "Hello", other), "sent");
        var path = $"/api/v1/channels/{channel}/messages/{Text(sent, "id")}/status";
        (string, string)[] report = [("MessageSid", Text(sent, "vendor_id")!), ("MessageStatus", "undelivered"), ("ErrorCode", "30003")];
        var forged = await stage.Post(path, report, "another token");
        var unsigned = await stage.Post(path, report, token: null);
        var state = Text(await stage.Await(channel, Text(sent, "id")!, "sent"), "state");
        var signed = await stage.Post(path, report, Vendors.AuthToken);
        var undelivered = await stage.Await(channel, Text(sent, "id")!, "undelivered");

        (Text(stopped, "code"), Text(stopped, "reason")).ShouldBe(("21610", "The recipient replied STOP to this sender."));
        (Text(suppressed, "reason"), Text(without, "reason")).ShouldBe(("The phone number is suppressed.", "The recipient has no phone number."));
        (await stage.App.Get("/api/v1/suppressions"))
            .GetProperty("data")
            .EnumerateArray()
            .Select(row => (Text(row, "channel"), Text(row, "reason")))
            .ShouldContain(("sms", "unsubscribed"));
        (forged, unsigned, state, signed).ShouldBe((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden, "sent", HttpStatusCode.OK));
        (Text(undelivered, "code"), Text(undelivered, "reason")).ShouldBe(("30003", "The phone is switched off or not available."));
    }

    [Fact]
    public async Task WhatsApp_receives_free_text_for_a_day_after_a_message_and_otherwise_the_template()
    {
        const string template = "HX00000000000000000000000000000001";
        var channel = await stage.AddTwilio("twilio_whatsapp");
        var ada = await stage.Member("+41441230004");

        var early = await stage.Await(channel, await stage.Send(channel, "News", "Text", ada), "not_sent");
        await stage.App.Run(
            "channel.change",
            channel,
            new
            {
                name = "WhatsApp",
                content_sid = template,
                content_variables = """{"1": "{{title}}"}""",
                max_per_minute = 6_000,
            }
        );
        await stage.Await(channel, await stage.Send(channel, "News \"1\"", "Text", ada), "sent");
        var withTemplate = Last("twilio").Form;
        (string, string)[] incoming = [("From", "whatsapp:+41441230004"), ("To", "whatsapp:" + Vendors.Sender), ("Body", "Hi")];
        var path = $"/api/v1/channels/{channel}/incoming";
        var forged = await stage.Post(path, incoming, "another token");
        var answer = await stage.Post(path, incoming, Vendors.AuthToken);
        await stage.Await(channel, await stage.Send(channel, "News", "Text", ada), "sent");

        Text(early, "reason").ShouldBe("The recipient hasn't written on WhatsApp in the last 24 hours, and the channel has no approved template.");
        (withTemplate["ContentSid"], withTemplate["ContentVariables"], withTemplate.ContainsKey("Body")).ShouldBe(
            (template, """{"1":"News \u00221\u0022"}""", false)
        );
        (forged, answer).ShouldBe((HttpStatusCode.Forbidden, HttpStatusCode.OK));
        (Last("twilio").Form["Body"], Last("twilio").Form["To"]).ShouldBe(("News\nText\nhttps://app.example/new", "whatsapp:+41441230004"));
        stage.Vendors.Contradictions.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("slack", "https://evil.example/services/T/B/X1234567", null, "bad_secret")]
    [InlineData("discord", "https://discord.com.evil.example/api/webhooks/1/token123", null, "bad_secret")]
    [InlineData("webhook", "ftp://app.example/in", null, "not_an_address")]
    [InlineData("webhook", "https://app.example/in", "{\"text\": \"{{secret}}\"}", "unknown_variable")]
    [InlineData("webhook", "https://app.example/in", "[{{text}}]", "bad_body")]
    [InlineData("twilio_sms", "0123456789abcdef0123456789abcdef", null, "bad_account")]
    public async Task Settings_that_can_not_work_are_refused(string kind, string secret, string? body, string code) =>
        (
            await stage.App.Refusal(
                "channel.add",
                IdGenerator.Platform,
                new
                {
                    kind,
                    name = "Refused",
                    secret,
                    body,
                }
            )
        ).ShouldBe(code);

    [Fact]
    public async Task A_broadcast_is_posted_once_and_sent_to_each_phone()
    {
        const string phone = "+41441230005";
        var slack = await stage.AddSlack("#news");
        var sms = await stage.AddTwilio();
        var (ada, _) = (await stage.Member(phone), await stage.Member(phone: null));
        var (same, posted) = (await stage.Member(phone), stage.Vendors.Sent.Count(request => request.Vendor == "slack"));
        object content = new
        {
            subject = "Maintenance *tonight*",
            body = "**Two** hours, see [status](https://status.example/).",
            channels = new[] { slack, sms },
            tenants = new[] { ada.Tenant, same.Tenant },
        };
        var created = await stage.App.Run("broadcast.create", IdGenerator.Platform, content);
        var broadcast = Text(created.GetProperty("lines")[0], "created")!;
        var personal = await stage.App.Run(
            "broadcast.create",
            IdGenerator.Platform,
            new
            {
                subject = "Hello {{recipient.name}}",
                body = "Text",
                channels = new[] { slack },
            }
        );

        var reach = await stage.App.Get($"/api/v1/broadcasts/{broadcast}/reach");
        var preview = await stage.App.Preview("broadcast.send", [broadcast]);
        await stage.App.Post("/api/v1/runs", new { preview = Text(preview, "id"), reason = "Planned" });
        await using (var work = await stage.Console.Database.Write(WriteOrigin.Intake("test"), []))
        {
            await work.MakeDue([$"broadcast:{broadcast}"]);
            await work.Commit();
        }
        var sent = await stage.App.Await($"/api/v1/broadcasts/{broadcast}", row => Text(row, "state") == "sent");
        await stage.Vendors.Report(Text((await stage.Vendors.TwilioMessages(phone)).ShouldHaveSingleItem(), "sid")!, "delivered");
        var recipients = (await stage.App.Get($"/api/v1/broadcasts/{broadcast}/recipients")).GetProperty("data").EnumerateArray().ToList();
        var reported = await stage.App.Get($"/api/v1/broadcasts/{broadcast}");

        (reach.GetProperty("posts").GetInt32(), reach.GetProperty("recipients").GetInt64()).ShouldBe((1, 1));
        Text(reach.GetProperty("channels")[0].GetProperty("excluded")[0], "reason").ShouldBe("duplicate");
        (stage.Vendors.Sent.Count(request => request.Vendor == "slack") - posted).ShouldBe(1);
        Last("slack").Body.ShouldContain("Two hours, see status (https://status.example/).");
        Text((await stage.Vendors.TwilioMessages(phone)).ShouldHaveSingleItem(), "body")
            .ShouldBe("Maintenance *tonight*\nTwo hours, see status (https://status.example/).");
        sent.GetProperty("statistics")
            .EnumerateArray()
            .Select(row => (Text(row, "channel"), row.GetProperty("sent").GetInt64()))
            .ShouldBe([(slack, 1), (sms, 1)], ignoreOrder: true);
        reported
            .GetProperty("statistics")
            .EnumerateArray()
            .Select(row => (Text(row, "channel"), row.GetProperty("sent").GetInt64(), row.GetProperty("delivered").ToString()))
            .ShouldBe([(slack, 1, ""), (sms, 1, "1")], ignoreOrder: true);
        recipients
            .Select(row => (Text(row, "channel"), Text(row, "member_id"), Text(row, "state")))
            .ShouldBe([(slack, null, "sent"), (sms, ada.Member, "delivered"), (sms, same.Member, "excluded")], ignoreOrder: true);
        (await stage.App.Refusal("broadcast.send", Text(personal.GetProperty("lines")[0], "created")!)).ShouldBe("variables_in_post");
        stage.Vendors.Contradictions.ShouldBeEmpty();
    }

    private VendorRequest Last(string vendor) => stage.Vendors.Sent.Last(request => request.Vendor == vendor);
}
