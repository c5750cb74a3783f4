using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Tests.Messaging.Broadcasts;

/// <summary>Broadcasts are sent through a third-party mail server and into inboxes.</summary>
[Slow(5, "Broadcasts")]
public sealed class BroadcastTests
{
    [Fact]
    public async Task A_broadcast_reaches_each_address_and_inbox_once_and_counts_everyone()
    {
        await using var console = await TestConsole.Start();
        var app = await TestApplication.Connect(console);
        await using var postbox = await MailServer.Start();
        await postbox.Connect(app);
        var (acorn, birch) = (await app.Tenant("acorn", "Acorn *Academy*"), await app.Tenant("birch", "Birch"));
        var ada = await Member(app, acorn, "ada", new { name = "Ada <b>[x](https://evil.example)</b>", email = "ada@studio.example" });
        var (bo, ada2) = (
            await Member(app, acorn, "bo", new { name = "Bo" }),
            await Member(app, birch, "ada", new { name = "Ada", email = "ADA@studio.example" })
        );
        var cy = await Member(app, birch, "cy", new { name = "Cy", email = "cy@studio.example" });
        await app.Run("member.set_preferences", cy, new { opt_outs = new[] { "news:email" } });
        var draft = await Create(
            app,
            new
            {
                subject = "Hello {{recipient.name}}",
                body = "**News** for {{tenant.name}}.",
                link = "https://app.example/new",
                link_label = "Try it",
            }
        );

        var reach = await app.Get($"/api/v1/broadcasts/{draft}/reach");
        await Send(app, draft);
        await MakeDue(console, draft);
        var sent = await app.Await($"/api/v1/broadcasts/{draft}", broadcast => broadcast.GetProperty("state").GetString() == "sent");
        var mail = await postbox.Next();
        var inbox = await app.Get($"/api/v1/members/{ada}/notifications");

        Numbers(reach).ShouldBe([(4, 2, 4), (1, 0, 0), (4, 0, 0)]);
        Excluded(reach.GetProperty("channels")[0]).ShouldBe(["duplicate 1", "no_address 1", "opted_out 1"], ignoreOrder: true);
        (mail.To.Address, mail.Subject).ShouldBe(("ada@studio.example", "Hello Ada <b>[x](https://evil.example)</b>"));
        mail.Html!.ShouldContain("<strong>News</strong> for Acorn *Academy*.");
        mail.Text.ShouldContain("Try it: https://app.example/new");
        mail.Text.ShouldContain((await app.Get($"/api/v1/members/{ada}")).GetProperty("support_number").GetString()!);
        (await postbox.ReadRemaining()).ShouldBeEmpty();
        var (email, inApp) = (sent.GetProperty("statistics")[0], sent.GetProperty("statistics")[1]);
        (email.GetProperty("sent").GetInt64(), inApp.GetProperty("sent").GetInt64(), inApp.GetProperty("opened").GetInt64()).ShouldBe((1, 4, 0));
        Excluded(email).ShouldBe(["duplicate 1", "no_address 1", "opted_out 1"], ignoreOrder: true);
        var notification = inbox.GetProperty("data")[0];
        notification.GetProperty("title").GetString().ShouldBe("Hello Ada <b>[x](https://evil.example)</b>");
        notification.GetProperty("body").GetString().ShouldBe("**News** for Acorn \\*Academy\\*.");
        await app.Post($"/api/v1/members/{ada}/notifications/{notification.GetProperty("id").GetString()}/read", new { });
        (await app.Get($"/api/v1/broadcasts/{draft}")).GetProperty("statistics")[1].GetProperty("opened").GetInt64().ShouldBe(1);
        var left = await app.Get($"/api/v1/broadcasts/{draft}/recipients?channel=email&state=excluded");
        left.GetProperty("data").EnumerateArray().Select(row => row.GetProperty("member_id").GetString()).ShouldBe([bo, ada2, cy], ignoreOrder: true);
        (await app.Get("/api/v1/broadcasts?q=Hello&state=sent")).GetProperty("data").GetArrayLength().ShouldBe(1);
        (await app.Refusal("broadcast.change", draft, new { subject = "Other", body = "Text" })).ShouldBe("already_sending");
        await using var reading = await console.Database.Read();
        var exported = (await console.Services.GetServices<ExportPart>().Single(part => part.Name == "broadcast_messages").Rows(birch, null, reading)).Data;
        exported
            .Select(row => $"{row.GetProperty("member_id")} {row.GetProperty("channel")} {row.GetProperty("subject")}")
            .ShouldBe([$"{ada2} in_app Hello {{{{recipient.name}}}}", $"{cy} in_app Hello {{{{recipient.name}}}}"], ignoreOrder: true);
    }

    [Fact]
    public async Task Stopping_cancels_waiting_emails_and_a_changed_audience_is_applied()
    {
        await using var console = await TestConsole.Start();
        var app = await TestApplication.Connect(console);
        await using (var postbox = await MailServer.Start())
            await postbox.Connect(app); // and then it can't be reached, so that emails wait
        var tenant = await app.Tenant("acorn", "Acorn");
        foreach (var number in Enumerable.Range(1, 3))
            await Member(
                app,
                tenant,
                $"m{number}",
                new
                {
                    name = $"M{number}",
                    email = $"m{number}@studio.example",
                    role = number == 1 ? "coach" : "client",
                }
            );
        var draft = await Create(
            app,
            new
            {
                subject = "Maintenance",
                body = "Tonight.",
                kind = "system_alert",
                priority = "urgent",
                channels = new[] { "email" },
            }
        );

        await app.Run(
            "broadcast.change",
            draft,
            new
            {
                subject = "Maintenance",
                body = "Tonight.",
                channels = new[] { "email" },
                roles = new[] { "client" },
            }
        );
        await Send(app, draft, new { send_at = "2090-01-01T09:00:00Z" });
        var scheduled = await app.Get($"/api/v1/broadcasts/{draft}");
        await app.Run("broadcast.stop", draft);
        var stopped = await app.Get($"/api/v1/broadcasts/{draft}");
        await Send(app, draft);
        await MakeDue(console, draft);
        await app.Await($"/api/v1/broadcasts/{draft}", broadcast => broadcast.GetProperty("statistics").GetArrayLength() > 0);
        var stop = await app.Run("broadcast.stop", draft);
        var ended = await app.Await($"/api/v1/broadcasts/{draft}/recipients?state=stopped", recipients => recipients.GetProperty("data").GetArrayLength() == 2);

        (State(scheduled), State(stopped)).ShouldBe(("scheduled", "draft"));
        ended.GetProperty("data").EnumerateArray().ShouldAllBe(row => row.GetProperty("channel").GetString() == "email");
        State(await app.Get($"/api/v1/broadcasts/{draft}")).ShouldBe("stopped");
        (await app.Refusal("broadcast.stop", draft)).ShouldBe("already_stopped");
        await app.Undo(stop);
        await MakeDue(console, draft);
        await app.Await($"/api/v1/broadcasts/{draft}/recipients?state=queued", recipients => recipients.GetProperty("data").GetArrayLength() == 2);
        State(await app.Get($"/api/v1/broadcasts/{draft}")).ShouldBe("sending");
    }

    [Fact]
    public async Task A_correction_replaces_notifications_and_is_emailed_and_reactions_to_emails_are_counted()
    {
        await using var console = await TestConsole.Start();
        var app = await TestApplication.Connect(console);
        await using var postbox = await MailServer.Start();
        await postbox.Connect(app);
        await app.Run("setting.change", IdGenerator.Platform, new { key = "platform.url", value = "https://console.example" });
        var tenant = await app.Tenant("acorn", "Acorn");
        var ada = await Member(app, tenant, "ada", new { name = $"Ada {new string('a', 190)}", email = "ada@studio.example" });
        var bo = await Member(app, tenant, "bo", new { name = "Bo" });
        var input = new { subject = "Hello {{recipient.name}}", body = "The [report](https://app.example/r?a=1&b=2) is ready." };
        var draft = await Create(app, input);

        await app.Run("broadcast.test", draft, new { member = bo });
        var test = await postbox.Next();
        var preview = await app.Get($"/api/v1/broadcasts/{draft}/preview?recipient={ada}");
        (await app.Refusal("broadcast.correct", draft, input)).ShouldBe("not_sent");
        await Send(app, draft);
        await MakeDue(console, draft);
        await app.Await($"/api/v1/broadcasts/{draft}", broadcast => State(broadcast) == "sent");
        var first = await postbox.Next();
        var link = new Uri(Regex.Match(first.Html!, "href=\"(https://console.example/l/[^\"]+)\"").Groups[1].Value).PathAndQuery;
        var pixel = new Uri(Regex.Match(first.Html!, "src=\"(https://console.example/o/[^\"]+)\"").Groups[1].Value).PathAndQuery;
        await console.Client.GetAsync(new Uri(pixel, UriKind.Relative));
        var opened = (await app.Get($"/api/v1/broadcasts/{draft}")).GetProperty("statistics")[0];
        using var followed = await console.Client.GetAsync(new Uri(link, UriKind.Relative));
        using var forged = await console.Client.GetAsync(new Uri(link[..^3] + "xyz", UriKind.Relative));
        var hostile = new
        {
            subject = "Hello {{recipient.name}} 🎉 مرحبا",
            body = $"The report is ready on *Monday*. <script>alert(1)</script> [here](javascript:alert(1))\n\n{new string('x', 2_000)}",
        };
        var correction = new
        {
            hostile.subject,
            hostile.body,
            send_email = true,
        };
        var undone = await Correct(app, draft, correction);
        await app.Undo(undone);
        await Correct(app, draft, correction);
        await EndUndoTime(console, draft);
        var second = await postbox.Next();
        var corrected = await app.Await($"/api/v1/broadcasts/{draft}", broadcast => Sum(broadcast, "sent") == 4);

        test.Subject.ShouldBe("[Test] Hello Bo");
        preview.GetProperty("notification").GetProperty("title").GetString()!.Length.ShouldBe(200);
        (Number(opened, "opened"), Number(opened, "clicked")).ShouldBe((1, 0));
        (followed.StatusCode, followed.Headers.Location).ShouldBe((HttpStatusCode.Redirect, new Uri("https://app.example/r?a=1&b=2")));
        forged.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        second.Subject.ShouldBe($"Correction: Hello Ada {new string('a', 190)} 🎉 مرحبا");
        second.Html!.ShouldContain("on <em>Monday</em>");
        second.Html!.ShouldNotContain("<script");
        second.Html!.ShouldNotContain("javascript:");
        second.Raw.Split("\r\n").ShouldAllBe(line => line.Length <= 998); // RFC 5322
        (await postbox.ReadRemaining()).ShouldBeEmpty();
        var clicked = await app.Get($"/api/v1/broadcasts/{draft}/recipients?channel=email&state=clicked");
        clicked.GetProperty("data").EnumerateArray().Select(row => row.GetProperty("member_id").GetString()).ShouldBe([ada]);
        corrected.GetProperty("corrected_at").ValueKind.ShouldBe(JsonValueKind.String);
        foreach (var member in new[] { ada, bo })
        {
            var inbox = await app.Get($"/api/v1/members/{member}/notifications");
            inbox.GetProperty("data")[0].GetProperty("body").GetString().ShouldBe(hostile.body);
        }
        (await app.Refusal("broadcast.correct", draft, hostile)).ShouldBe("no_change");
        var (status, _) = await app.Send(
            HttpMethod.Post,
            "/api/v1/previews",
            Json.Text(
                new
                {
                    operation = "broadcast.correct",
                    subjects = new[] { draft },
                    input = hostile with
                    {
                        body = new('x', 100_000),
                    },
                }
            )
        );
        status.ShouldBeInRange(400, 413);
    }

    [Theory]
    [InlineData("{{secret.key}}", "Text", "subject")]
    [InlineData("News", "[x](https://a.example/{{recipient.name}})", "body")]
    [InlineData("News", "{{#each recipient}}", "body")]
    public void Text_that_can_not_be_sent_names_the_field(string subject, string body, string field) =>
        OwnerConsole
            .Messaging.Broadcasts.BroadcastContent.FindError(subject, body, null, null, TestContext.Current.CancellationToken)!
            .Value.Field.ShouldBe(field);

    private static async Task<string> Create(TestApplication app, object input) => (await app.Run("broadcast.create", IdGenerator.Platform, input)).Created();

    private static async Task Send(TestApplication app, string broadcast, object? input = null)
    {
        var preview = await app.Preview("broadcast.send", [broadcast], input);
        await app.Post("/api/v1/runs", new { preview = preview.GetProperty("id").GetString(), reason = "Planned" });
    }

    private static async Task<JsonElement> Correct(TestApplication app, string broadcast, object input)
    {
        var preview = await app.Preview("broadcast.correct", [broadcast], input);
        return await app.Post("/api/v1/runs", new { preview = preview.GetProperty("id").GetString(), reason = "Wrong day" });
    }

    /// <summary>Ends the minute in which a correction can be undone.</summary>
    private static async Task EndUndoTime(TestConsole console, string broadcast)
    {
        await using (var work = await console.Database.Write(WriteOrigin.Intake("test"), [IdGenerator.Platform]))
        {
            await work.Execute("update broadcasts.corrections set due_at = now() where broadcast_id = @broadcast", new { broadcast });
            await work.Commit();
        }
        await MakeDue(console, broadcast);
    }

    private static long Sum(JsonElement broadcast, string name) => broadcast.GetProperty("statistics").EnumerateArray().Sum(channel => Number(channel, name));

    private static async Task<string> Member(TestApplication app, string tenant, string externalId, object member) =>
        (await app.Put($"/api/v1/tenants/{tenant}/members/ext:{externalId}", member)).GetProperty("id").GetString()!;

    /// <summary>Ends the minute in which sending can be undone.</summary>
    private static async Task MakeDue(TestConsole console, string broadcast)
    {
        await using var work = await console.Database.Write(WriteOrigin.Intake("test"), []);
        await work.MakeDue([$"broadcast:{broadcast}"]);
        await work.Commit();
    }

    private static (long, long, long)[] Numbers(JsonElement reach) =>
        [
            (Number(reach, "members"), Number(reach, "tenants"), Number(reach, "recipients")),
            .. reach.GetProperty("channels").EnumerateArray().Select(channel => (Number(channel, "recipients"), 0L, 0L)),
        ];

    private static long Number(JsonElement of, string name) => of.GetProperty(name).GetInt64();

    private static string? State(JsonElement broadcast) => broadcast.GetProperty("state").GetString();

    private static IEnumerable<string> Excluded(JsonElement channel) =>
        channel.GetProperty("excluded").EnumerateArray().Select(row => $"{row.GetProperty("reason").GetString()} {row.GetProperty("members").GetInt64()}");
}
