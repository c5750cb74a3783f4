using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Reliability.StatusPages;

/// <summary>Subscribers choose components: they receive what is about one of these, never more, and change the choice by the link in each email.</summary>
[Slow(10, "StatusPages")]
public sealed partial class StatusChoiceTests
{
    [Fact]
    public async Task Subscribers_receive_updates_about_the_components_that_they_chose_and_those_that_concern_everyone()
    {
        await using var page = await SubscribedPage.Start();
        var (api, web) = (await page.Add(new { name = "API" }), await page.Add(new { name = "Website" }));
        await page.Await(summary => summary.GetProperty("components").GetArrayLength() == 2);
        await page.Subscribe("all@example.com");
        await page.Subscribe("api@example.com", webhook: null, api);
        await page.SubscribeReceiver("ops@example.com", web);

        await Post(page, "API fails", api);
        await Post(page, "Website fails", web);
        await Post(page, "Everything fails");
        await page.Await(summary => summary.GetProperty("incidents").GetArrayLength() == 3);
        await page.SendNow();
        var mails = new List<string>();
        for (var mail = 0; mail < 5; mail++)
            mails.Add(Describe(await page.Postbox.Next()));
        string[] incidents = [Incident(await page.Receiver.Next()), Incident(await page.Receiver.Next())];
        await page.App.Run("status_component.set", api, new { status = "major_outage" });
        await page.App.Run("status_component.set", web, new { status = "partial_outage" });
        var component = await page.Receiver.Next();

        mails.ShouldBe(
            [
                "all@example.com API fails",
                "all@example.com Everything fails",
                "all@example.com Website fails",
                "api@example.com API fails",
                "api@example.com Everything fails",
            ],
            ignoreOrder: true
        );
        incidents.ShouldBe(["Everything fails", "Website fails"], ignoreOrder: true);
        component.Body.GetProperty("component_update").GetProperty("component_id").GetString().ShouldBe(web);
        (await Chosen(page, "all@example.com")).ShouldBeNull();
        (await Chosen(page, "ops@example.com")).ShouldBe([web]);
    }

    [Fact]
    public async Task The_link_in_emails_changes_the_choice_and_a_choice_without_listed_components_receives_nothing()
    {
        await using var page = await SubscribedPage.Start();
        var (api, web) = (await page.Add(new { name = "API" }), await page.Add(new { name = "Website" }));
        await page.Await(summary => summary.GetProperty("components").GetArrayLength() == 2);
        var link = ManageLink().Match(await page.Subscribe("reader@example.com", webhook: null, api)).Value;
        var save = link.Replace("/unsubscribe/", "/components/", StringComparison.Ordinal);

        var before = await Text(page, link);
        using var empty = await page.Post(save, ("scope", "some"));
        using var unknown = await page.Post(save, ("component", web), ("component", "stc_unknown"));
        using var saved = await page.Post(save, ("scope", "some"), ("component", web));
        var chosen = await Chosen(page, "reader@example.com");
        var removal = await page.App.Run("status_component.remove", web);
        await page.Await(summary => summary.GetProperty("components").GetArrayLength() == 1);
        var without = await Text(page, link);
        var (left, recipients) = (await Chosen(page, "reader@example.com"), await Preview(page));
        await page.App.Undo(removal);
        var restored = await Chosen(page, "reader@example.com");
        using var all = await page.Post(save, ("scope", "all"), ("component", api));

        before.ShouldContain($"value=\"{api}\" checked");
        before.ShouldNotContain($"value=\"{web}\" checked");
        (empty.StatusCode, unknown.StatusCode, saved.StatusCode).ShouldBe((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest, HttpStatusCode.OK));
        chosen.ShouldBe([web]);
        without.ShouldContain("You receive no updates.");
        left.ShouldBeEmpty();
        recipients.ShouldContain("sent to 0 subscribers");
        restored.ShouldBe([web]);
        all.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await Chosen(page, "reader@example.com")).ShouldBeNull();
        (await Preview(page)).ShouldContain("sent to 1 subscriber");
        using var gone = await page.Console.Client.GetAsync($"/status/unsubscribe/{new string('A', 43)}", TestContext.Current.CancellationToken);
        gone.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_limited_component_is_chosen_only_on_the_page_of_its_tenant_and_leaves_the_choices_of_others()
    {
        await using var page = await SubscribedPage.Start();
        var acme = await page.App.Tenant("choice-acme");
        var (api, vault) = (await page.Add(new { name = "API" }), await page.Add(new { name = "Vault" }));
        await page.Await(summary => summary.GetProperty("components").GetArrayLength() == 2);
        var link = ManageLink().Match(await page.Subscribe("reader@example.com", webhook: null, vault)).Value;
        await page.App.Run("status_component.limit", vault, new { tenants = new[] { acme } });
        await page.Await(summary => summary.GetProperty("components").GetArrayLength() == 1);

        using var refused = await page.Post("/status/subscribe", ("email", "other@example.com"), ("component", vault));
        var insider = await TestBrowser.EnterPortal(page.Console, page.App, new { tenant = acme });
        await insider.Get("/account/status");
        var token = FormToken().Match(insider.Page).Groups[1].Value;
        await insider.Post("/account/status", ("form_token", token), ("email", "vip@example.com"), ("component", vault));
        var ofInsider = ManageLink().Match(await page.Confirm()).Value;
        await Post(page, "Vault and API fail", api, vault);
        await page.SendNow();
        var mail = await page.Postbox.Next();
        var (reader, vip) = (await Chosen(page, "reader@example.com"), await Chosen(page, "vip@example.com"));

        refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        Describe(mail).ShouldBe("vip@example.com Vault and API fail");
        reader.ShouldBeEmpty();
        vip.ShouldBe([vault]);
        var shown = await Text(page, link);
        shown.ShouldContain("You receive no updates.");
        shown.ShouldNotContain("Vault");
        (await Text(page, ofInsider)).ShouldContain($"value=\"{vault}\" checked");
    }

    [Fact]
    public async Task Links_in_emails_start_with_the_own_address_of_the_page()
    {
        await using var page = await SubscribedPage.Start();
        await page.App.Run(
            "status_page.configure",
            IdGenerator.Platform,
            new
            {
                name = "Time Bot",
                enabled = true,
                address = "https://status.example.com",
            }
        );

        using var requested = await page.Post("/status/subscribe", ("email", "reader@example.com"));
        var question = await page.Postbox.Next();
        using var confirmed = await page.Post(StatusPageHarness.ConfirmLink().Match(question.Text).Value);
        await Post(page, "Bookings fail");
        await page.SendNow();
        var mail = await page.Postbox.Next();

        (requested.StatusCode, confirmed.StatusCode).ShouldBe((HttpStatusCode.OK, HttpStatusCode.OK));
        question.Text.ShouldContain("https://status.example.com/status/confirm/");
        question.Html!.ShouldContain("https://status.example.com/status/confirm/");
        mail.Text.ShouldContain("https://status.example.com/status\n");
        mail.Html!.ShouldContain("\"https://status.example.com/status\"");
        mail.Raw.ShouldContain("List-Unsubscribe: <https://status.example.com/status/unsubscribe/");
    }

    private static Task<JsonElement> Post(SubscribedPage page, string title, params string[] components) =>
        page.App.Run(
            "status_notice.post",
            IdGenerator.Platform,
            new
            {
                title,
                body = "We look for the cause.",
                components,
            }
        );

    /// <returns>The preview of a notice that concerns everyone.</returns>
    private static async Task<string> Preview(SubscribedPage page) =>
        (
            await page.App.Preview("status_notice.post", [IdGenerator.Platform], new { title = "Everything fails", body = "We look for the cause." })
        ).GetRawText();

    /// <returns>IDs of the chosen components; null for all.</returns>
    private static async Task<IEnumerable<string?>?> Chosen(SubscribedPage page, string email)
    {
        var rows = (await page.App.Get("/api/v1/status-page/subscribers")).GetProperty("data").EnumerateArray();
        var chosen = rows.Single(row => row.GetProperty("email").GetString() == email).GetProperty("components");
        return chosen.ValueKind is JsonValueKind.Null ? null : [.. chosen.EnumerateArray().Select(id => id.GetString())];
    }

    private static async Task<string> Text(SubscribedPage page, string address) =>
        await page.Console.Client.GetStringAsync(address, TestContext.Current.CancellationToken);

    private static string Describe(MailServer.ReceivedEmail mail) => $"{mail.To.Address} {mail.Subject.Split(':')[0]}";

    private static string Incident(WebhookReceiver.ReceivedEvent request) => request.Body.GetProperty("incident").GetProperty("name").GetString()!;

    [GeneratedRegex("/status/unsubscribe/[A-Za-z0-9_-]{43}", RegexOptions.None, 1000)]
    private static partial Regex ManageLink();

    [GeneratedRegex("name=\"form_token\" value=\"([^\"]+)\"", RegexOptions.None, 1000)]
    private static partial Regex FormToken();
}
