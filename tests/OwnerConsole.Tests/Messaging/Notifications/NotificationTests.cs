using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Fixtures;
using OwnerConsole.Messaging.Notifications;
using OwnerConsole.Messaging.Notifications.Public;
using OwnerConsole.Tests.Live;

namespace OwnerConsole.Tests.Messaging.Notifications;

/// <summary>The inbox of a member, through the API, the stream, webhooks and the portal.</summary>
public sealed class NotificationTests(TestConsole console) : IClassFixture<TestConsole>
{
    [Fact]
    public async Task A_notification_is_streamed_listed_read_and_can_be_undone_until_then()
    {
        var app = await TestApplication.Connect(console);
        var (tenant, ada) = await Member(app, "ntf-read");
        await using var receiver = await WebhookReceiver.Start();
        await receiver.Connect(app);
        await using var stream = await StreamClient.Start(app.Http, cookies: null, address: $"/api/v1/members/{ada}/notifications/stream");

        var first = await app.Run(
            "member.notify",
            ada,
            new
            {
                title = "Export ready",
                body = "All **bookings**.",
                link = "/exports",
            }
        );
        var streamed = await stream.NextOfAnyName();
        var told = await receiver.Next();
        var listed = await app.Get($"/api/v1/members/ext:ada/notifications?tenant={tenant}");
        var id = listed.GetProperty("data")[0].GetProperty("id").GetString()!;
        var second = await app.Run("member.notify", ada, new { title = "Sent by mistake", body = "" });
        var mistake = await stream.NextOfAnyName(); // before it is withdrawn, because the stream shows the current text
        await app.Post($"/api/v1/members/{ada}/notifications/{id}/read", new { });
        await app.Post($"/api/v1/members/{ada}/notifications/{id}/click", new { });
        await app.Undo(second);
        var after = await app.Get($"/api/v1/members/{ada}/notifications");

        streamed.Name.ShouldBe("notification.created");
        streamed.Data.GetProperty("unread").GetInt32().ShouldBe(1);
        streamed.Data.GetProperty("notification").GetProperty("html").GetString()!.ShouldContain("<strong>bookings</strong>");
        (told.Verified, told.Type, told.Data.GetProperty("title").GetString()).ShouldBe((true, "notification.created", "Export ready"));
        told.Data.GetProperty("member").GetProperty("external_id").GetString().ShouldBe("ada");
        (listed.GetProperty("unread").GetInt32(), id).ShouldBe((1, first.Created()));
        (await app.UndoRefused(first)).ShouldNotBeNull();
        after.GetProperty("unread").GetInt32().ShouldBe(0);
        var kept = after.GetProperty("data").EnumerateArray().ShouldHaveSingleItem();
        (kept.GetProperty("id").GetString(), kept.GetProperty("read_at").ValueKind, kept.GetProperty("clicked_at").ValueKind).ShouldBe(
            (id, JsonValueKind.String, JsonValueKind.String)
        );
        mistake.Data.GetProperty("notification").GetProperty("title").GetString().ShouldBe("Sent by mistake");
        var withdrawn = await stream.NextOfAnyName();
        (withdrawn.Name, withdrawn.Data.GetProperty("notification").ValueKind).ShouldBe(("notification.withdrawn", JsonValueKind.Null));
        await ShouldNotBeLogged("Export ready");
    }

    [Fact]
    public async Task A_message_of_the_platform_is_delivered_once_corrected_and_withdrawn()
    {
        var app = await TestApplication.Connect(console);
        var ((one, ada), (two, bea)) = (await Member(app, "ntf-one"), await Member(app, "ntf-two"));
        var bound = await TestApplication.Connect(console, onlyTenant: one);
        var messages = console.Services.GetRequiredService<NotificationMessages>();
        var message = "";
        await using var stream = await StreamClient.Start(bound.Http, cookies: null, address: $"/api/v1/members/{ada}/notifications/stream");

        await Write(work => Task.FromResult(message = messages.Add(new(IdGenerator.Platform, "news", MessagePriority.Low, "New", "Old text", "bct_1"), work)));
        var delivered = new[]
        {
            await Write(work => messages.Deliver(message, [(one, ada), (two, bea)], work), one, two),
            await Write(work => messages.Deliver(message, [(one, ada), (two, bea), (one, bea)], work), one, two),
        };
        await Write(async work =>
        {
            await messages.Correct(message, "New!", "Right text", work);
            return true;
        });
        var ofOne = (await bound.Get($"/api/v1/members/{ada}/notifications")).GetProperty("data").EnumerateArray().ShouldHaveSingleItem();
        var (foreign, _) = await bound.Send(HttpMethod.Get, $"/api/v1/members/{bea}/notifications");
        var (foreignRead, _) = await bound.Send(HttpMethod.Post, $"/api/v1/members/{bea}/notifications/read_all", "{}");
        await app.Post($"/api/v1/members/{ada}/notifications/read_all", new { });
        var corrected = new[] { await stream.NextOfAnyName(), await stream.NextOfAnyName() };
        var counts = await Read(work => messages.Count([message], work));
        await Write(work => messages.Withdraw(message, "run_1", work));

        delivered.ShouldBe([2, 0]);
        (ofOne.GetProperty("title").GetString(), ofOne.GetProperty("body").GetString()).ShouldBe(("New!", "Right text"));
        (foreign, foreignRead).ShouldBe((404, 404));
        corrected.Select(change => change.Name).ShouldBe(["notification.created", "notification.corrected"]);
        counts.ShouldBe([new NotificationMessages.MessageCounts(message, Delivered: 2, Read: 1, Clicked: 0, Withdrawn: 0)]);
        (await bound.Get($"/api/v1/members/{ada}/notifications")).GetProperty("data").GetArrayLength().ShouldBe(0);
        (await stream.NextOfAnyName()).Name.ShouldBe("notification.withdrawn");
    }

    [Fact]
    public async Task Hostile_text_is_refused_or_shown_without_effect()
    {
        var app = await TestApplication.Connect(console);
        var (_, ada) = await Member(app, "ntf-hostile");
        const string hostile = """
            <script>alert(1)</script> <img src=x onerror=alert(1)> ![pixel](https://evil.example/p.png) [run](javascript:alert(1)) [data](data:text/html,x)
            [host](//evil.example) <javascript:alert(1)> <https://plain.example> [good](https://good.example/a) [page](/billing)
            """;

        await app.Run("member.notify", ada, new { title = "<b>Title</b>", body = hostile });
        var html = (await app.Get($"/api/v1/members/{ada}/notifications")).GetProperty("data")[0].GetProperty("html").GetString()!;

        foreach (var wrong in new[] { "<script", "<img", "href=\"javascript", "href=\"data", "href=\"//", "evil.example/p.png" })
            html.ShouldNotContain(wrong);
        html.ShouldContain("<a href=\"https://good.example/a\" target=\"_top\">good</a>");
        html.ShouldContain("href=\"/billing\"");
        foreach (
            var refused in new object[]
            {
                new { title = "Line\nbreak", body = "" },
                new { title = "Bidi", body = "a\u0000b" },
                new { title = "Deep", body = string.Concat(Enumerable.Repeat("> ", 4_900)) + "x" },
                new
                {
                    title = "Link",
                    body = "",
                    link = "http://plain.example",
                },
                new
                {
                    title = "Link",
                    body = "",
                    link = "//evil.example",
                },
                new
                {
                    title = "Link",
                    body = "",
                    link = "https://user:pass@evil.example",
                },
                new { title = "Long", body = new string('a', 100_000) },
            }
        )
            (await Refused(app, ada, refused)).ShouldBeTrue(refused.ToString()![..Math.Min(80, refused.ToString()!.Length)]);
    }

    [Fact]
    public async Task The_portal_shows_the_inbox_without_script()
    {
        var app = await TestApplication.Connect(console);
        var (tenant, ada) = await Member(app, "ntf-portal");
        await app.Run(
            "member.notify",
            ada,
            new
            {
                title = "Invoice <due>",
                body = "Pay [here](/billing).",
                link = "/billing",
                link_label = "Pay",
            }
        );
        var visitor = await TestBrowser.EnterPortal(
            console,
            app,
            new
            {
                tenant,
                member = "ext:ada",
                return_url = "https://app.example.com/home",
            }
        );

        var plan = await (await visitor.Get("/account/plan")).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        await visitor.Get("/account/notifications");
        var before = visitor.Page;
        var token = System.Text.RegularExpressions.Regex.Match(before, "name=\"form_token\" value=\"([^\"]+)\"").Groups[1].Value;
        var forged = await visitor.Post("/account/notifications/read");
        var read = await visitor.Post("/account/notifications/read", ("form_token", token));
        await visitor.Get("/account/notifications");

        plan.ShouldContain("<details class=\"bell\">");
        plan.ShouldContain("Invoice &lt;due&gt;");
        before.ShouldContain("href=\"https://app.example.com/billing\" target=\"_top\"");
        before.ShouldNotContain("<script");
        (forged.StatusCode, read.StatusCode).ShouldBe((HttpStatusCode.Forbidden, HttpStatusCode.Redirect));
        visitor.Page.ShouldContain("You have read all notifications.");
        (await app.Get($"/api/v1/members/{ada}/notifications")).GetProperty("unread").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task Notifications_are_deleted_after_the_retention_period()
    {
        var app = await TestApplication.Connect(console);
        var (tenant, ada) = await Member(app, "ntf-old");
        foreach (var title in new[] { "Old", "Young" })
            await app.Run("member.notify", ada, new { title, body = "" });
        await Write(
            async work =>
            {
                await work.Execute(
                    "update notifications.messages set opened_at = now() - interval '91 days' where tenant_id = @tenant and title = 'Old'",
                    new { tenant }
                );
                return await work.Execute(
                    "update notifications.notifications n set opened_at = now() - interval '91 days' from notifications.messages m where m.message_id = n.message_id and m.title = 'Old'"
                );
            },
            tenant
        );

        await console
            .Services.GetServices<IWorkHandler>()
            .OfType<NotificationRetention>()
            .Single()
            .Execute(new("every:notifications.forget", 1, null, "notifications.forget", default, 0), CancellationToken.None);

        (await Read(work => work.List<string>("select title from notifications.messages where tenant_id = @tenant", new { tenant }))).ShouldBe(["Young"]);
        (await app.Get($"/api/v1/members/{ada}/notifications")).GetProperty("data").GetArrayLength().ShouldBe(1);
    }

    private static async Task<(string Tenant, string Member)> Member(TestApplication app, string tenant)
    {
        var id = await app.Tenant(tenant);
        return (id, (await app.Put($"/api/v1/tenants/{id}/members/ext:ada", new { name = "Ada" })).GetProperty("id").GetString()!);
    }

    private static async Task<bool> Refused(TestApplication app, string member, object input)
    {
        var (status, answer) = await app.Send(
            HttpMethod.Post,
            "/api/v1/previews",
            JsonSerializer.Serialize(
                new
                {
                    operation = "member.notify",
                    subjects = new[] { member },
                    input,
                }
            )
        );
        return status is 400 or 413 || answer.GetProperty("subjects")[0].GetProperty("refusal").ValueKind is JsonValueKind.String;
    }

    private async Task ShouldNotBeLogged(string text)
    {
        var found = await Read(work => work.One<long>("select count(*) from core.log l where strpos(to_jsonb(l)::text, @text) > 0", new { text }));
        found.ShouldBe(0);
    }

    private async Task<T> Read<T>(Func<UnitOfWork, Task<T>> read)
    {
        await using var work = await console.Database.Read();
        return await read(work);
    }

    private async Task<T> Write<T>(Func<UnitOfWork, Task<T>> write, params string[] tenants)
    {
        await using var work = await console.Database.Write(WriteOrigin.Intake("test"), [IdGenerator.Platform, .. tenants]);
        var result = await write(work);
        await work.Commit();
        return result;
    }
}
