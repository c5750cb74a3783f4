using System.Net;
using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Reliability.StatusPages;

/// <summary>Subscriptions by webhook: confirmed by email, signed, in the form of Statuspage, ended by the link in each request, and disabled when the receiver is gone.</summary>
[Slow(7, "StatusPages")]
public sealed class StatusWebhookTests
{
    [Fact]
    public async Task A_confirmed_webhook_receives_signed_updates_until_the_link_in_them_ends_it()
    {
        await using var page = await SubscribedPage.Start();
        var api = await page.Add(new { name = "API" });
        using var unconfirmed = await page.Post("/status/subscribe", ("email", "nobody@example.com"), ("webhook", page.Receiver.Url + "?never"));
        await page.Postbox.Next();
        await page.SubscribeReceiver("ops@example.com");

        await page.App.Run("status_component.set", api, new { status = "major_outage" });
        var component = await page.Receiver.Next();
        var notice = (
            await page.App.Run(
                "status_notice.post",
                IdGenerator.Platform,
                new
                {
                    title = "Bookings fail",
                    body = "We look for the cause.",
                    impact = "major",
                    components = new[] { api },
                }
            )
        ).Created();
        await page.Await(summary => summary.GetProperty("incidents").GetArrayLength() == 1);
        await page.SendNow();
        var incident = await page.Receiver.Next();
        await Poll.Until(async () => (await Subscriber(page, "ops@example.com")).GetProperty("last_status").ValueKind is JsonValueKind.Number);
        var listed = await Subscriber(page, "ops@example.com");
        var pending = await Subscriber(page, "nobody@example.com");
        var end = new Uri(incident.Body.GetProperty("meta").GetProperty("unsubscribe").GetString()!).PathAndQuery;
        using var ended = await page.Post(end);

        (component.Verified, incident.Verified).ShouldBe((true, true));
        var update = component.Body.GetProperty("component_update");
        update.GetProperty("component_id").GetString().ShouldBe(api);
        (update.GetProperty("old_status").GetString(), update.GetProperty("new_status").GetString()).ShouldBe(("operational", "major_outage"));
        component.Body.GetProperty("component").GetProperty("name").GetString().ShouldBe("API");
        component.Body.GetProperty("page").GetProperty("status_indicator").GetString().ShouldNotBe("none");
        incident.Body.GetProperty("incident").GetProperty("id").GetString().ShouldBe(notice);
        incident.Body.GetProperty("incident").GetProperty("incident_updates")[0].GetProperty("body").GetString().ShouldBe("We look for the cause.");
        (listed.GetProperty("state").GetString(), listed.GetProperty("last_status").GetInt32()).ShouldBe(("active", 204));
        listed.GetProperty("webhook_host").GetString().ShouldBe("127.0.0.1");
        pending.GetProperty("state").GetString().ShouldBe("unconfirmed");
        ended.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await page.App.Get("/api/v1/status-page")).GetProperty("webhooks").GetInt64().ShouldBe(0);
    }

    [Fact]
    public async Task A_receiver_that_is_gone_is_disabled_until_another_confirmation_and_an_undone_post_is_not_sent()
    {
        await using var page = await SubscribedPage.Start("410");
        var api = await page.Add(new { name = "API" });
        await page.SubscribeReceiver("ops@example.com");
        var undone = await page.App.Run("status_notice.post", IdGenerator.Platform, new { title = "A mistake", body = "Nothing fails." });
        var queued = await CountQueued(page);
        await page.App.Undo(undone);

        await page.App.Run("status_component.set", api, new { status = "partial_outage" });
        var received = await page.Receiver.Next();
        await Poll.Until(async () => (await Subscriber(page, "ops@example.com")).GetProperty("state").GetString() == "disabled");
        var mail = await page.Postbox.Next();

        (queued, await CountQueued(page)).ShouldBe((1, 0));
        received.Body.TryGetProperty("component_update", out _).ShouldBeTrue();
        (mail.To.Address, mail.Subject).ShouldBe(("ops@example.com", "The webhook for Time Bot is disabled"));
        mail.Text.ShouldContain("The URL on 127.0.0.1 no longer receives webhooks about the status of Time Bot. The URL responded with 410 (Gone).");
        mail.Text.ShouldContain("https://console.timebot.example/status");
        await using (var work = await page.Console.Database.Write(WriteOrigin.Intake("test"), [IdGenerator.Platform]))
        {
            await work.Execute("update status_pages.subscribers set confirm_sent_at = now() - interval '2 hours' where tenant_id = 'tnt_platform'");
            await work.Commit();
        }
        await page.Subscribe("ops@example.com", page.Receiver.Url);
        (await Subscriber(page, "ops@example.com")).GetProperty("state").GetString().ShouldBe("active");
    }

    [Fact]
    public async Task A_url_that_can_not_receive_webhooks_is_refused()
    {
        await using var page = await SubscribedPage.Start();

        foreach (var url in new[] { "https://user:secret@hooks.example.com/hook", "ftp://hooks.example.com/hook", "hooks.example.com" })
        {
            using var answer = await page.Post("/status/subscribe", ("email", "ops@example.com"), ("webhook", url));
            answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest, url);
        }

        (await page.App.Get("/api/v1/status-page/subscribers")).GetProperty("data").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task A_contact_with_the_maximum_number_of_webhooks_can_not_confirm_another()
    {
        await using var page = await SubscribedPage.Start();
        using var requested = await page.Post("/status/subscribe", ("email", "ops@example.com"), ("webhook", page.Receiver.Url));
        await using (var work = await page.Console.Database.Write(WriteOrigin.Intake("test"), [IdGenerator.Platform]))
        {
            await work.Execute(
                """
                insert into status_pages.subscribers
                  (tenant_id, subscriber_id, email, token, token_hash, confirm_hash, confirm_sent_at, created_at, confirmed_at, webhook, webhook_host, webhook_hash)
                select 'tnt_platform', 'ssb_' || n, 'OPS@example.com', '\x01'::bytea, convert_to('t' || n, 'UTF8'), convert_to('c' || n, 'UTF8'), now(), now(), now(),
                       '\x01'::bytea, 'hooks.example.com', convert_to('u' || n, 'UTF8')
                  from generate_series(1, 5) n
                """
            );
            await work.Commit();
        }

        (await page.Confirm()).ShouldContain("No more subscriptions");
    }

    private static async Task<JsonElement> Subscriber(SubscribedPage page, string email) =>
        (await page.App.Get("/api/v1/status-page/subscribers"))
            .GetProperty("data")
            .EnumerateArray()
            .Single(row => row.GetProperty("email").GetString() == email);

    private static async Task<long> CountQueued(SubscribedPage page)
    {
        await using var work = await page.Console.Database.Read();
        return await work.One<long>("select count(*) from work.items where lane = 'status_hooks:notices'");
    }
}
