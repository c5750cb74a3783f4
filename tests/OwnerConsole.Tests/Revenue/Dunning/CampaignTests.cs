using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Revenue.Dunning;

/// <summary>Campaigns with conditions: the first one that matches applies, stays with the case, and is shown with the reason.</summary>
public sealed class CampaignTests(TestConsole console) : IClassFixture<TestConsole>
{
    private const string Default = "dcp_default";

    private static TestBrowser? s_owner; // of the only console of this class

    [Fact]
    public async Task The_first_matching_campaign_applies_and_stays_with_the_case_until_it_is_matched_again()
    {
        var (app, tenant, invoice) = await Overdue("first", "CH");
        var strict = await app.CreateCampaign(
            "Strict",
            new
            {
                email_days = "0",
                suspend_day = 5,
                countries = new[] { "ch" },
            }
        );
        var mild = await app.CreateCampaign(
            "Mild",
            new
            {
                email_days = "0, 9",
                countries = new[] { "CH" },
                tenure_to = 3,
            }
        );
        (await app.Matching("Strict", "Mild")).ShouldBe("Strict 0, Mild 0"); // both are off
        await app.Run("dunning.turn_on", strict);
        await app.Run("dunning.turn_on", mild);
        (await app.Preview("dunning.turn_off", [strict])).GetProperty("subjects")[0].GetProperty("text").GetString()!.ShouldContain("Of 0 open cases");
        (await app.Matching("Strict", "Mild")).ShouldBe("Strict 1, Mild 0");
        var moved = await app.Run("dunning.reorder", IdGenerator.Platform, new { campaigns = new[] { mild } });
        (await app.Matching("Strict", "Mild")).ShouldBe("Mild 1, Strict 0");
        (await app.Refusal("dunning.reorder", IdGenerator.Platform, new { campaigns = new[] { Default } })).ShouldBe("default_campaign");

        await console.TurnOn(app);
        await console.AdvanceTo(tenant, 0);
        var opened = await app.Get($"/api/v1/dunning/{invoice}");
        (opened.GetProperty("campaign_id").GetString(), DunningSetup.Days(opened)).ShouldBe((mild, "0 9"));
        (await app.Get($"/api/v1/dunning?tenant={tenant}")).GetProperty("data")[0].GetProperty("campaign").GetString().ShouldBe("Mild");
        (await app.Refusal("dunning.delete", mild)).ShouldBe("open_cases");
        await app.Undo(moved);
        await console.Advance();
        (await app.Get($"/api/v1/dunning/{invoice}")).GetProperty("campaign_id").GetString().ShouldBe(mild);

        var rematched = await app.Run("dunning.rematch", invoice); // an invoice stands for its tenant
        await console.Advance();
        var now = await app.Get($"/api/v1/dunning/{invoice}");
        (now.GetProperty("campaign_id").GetString(), DunningSetup.Days(now)).ShouldBe((strict, "0 5"));
        await console.AdvanceTo(tenant, 6);
        await console.AdvanceTo(tenant, 7);
        (await app.Status(tenant)).ShouldBe("suspended");
        await app.Undo(rematched);
        await console.Advance();
        DunningSetup.Days(await app.Get($"/api/v1/dunning/{invoice}")).ShouldBe("0 5 9"); // what was done stays
        await app.Run("manual_invoice.mark_paid", invoice);
        await console.Advance();
        (await app.Status(tenant)).ShouldBe("active");

        var deleted = await app.Run("dunning.delete", mild);
        (await app.Matching("Strict", "Mild")).ShouldBe("Strict 0");
        await app.Undo(deleted);
        (await app.Matching("Strict", "Mild")).ShouldBe("Strict 0, Mild 0");
        var owner = s_owner ??= await TestBrowser.Owner(console);
        var order = $"{mild}\r\n{strict}"; // as the button Up sends it
        await owner.Post("/operations", ("operation", "dunning.reorder"), ("subject", IdGenerator.Platform), ("campaigns", order), ("back", "/"));
        (await app.Matching("Strict", "Mild")).ShouldBe("Mild 0, Strict 0");
    }

    [Fact]
    public async Task A_change_applies_to_future_steps_of_open_cases_only()
    {
        var (app, tenant, invoice) = await Overdue("changed", "AT");
        var campaign = await app.CreateCampaign("Changed", new { email_days = "0, 6", countries = new[] { "AT" } });
        await app.Run("dunning.turn_on", campaign);
        await console.TurnOn(app);
        await console.AdvanceThrough(tenant, 0, 2);

        var input = new
        {
            email_days = "0, 1, 4",
            read_only_day = 7,
            suspend_day = 8,
            countries = new[] { "AT" },
        };
        (await app.Refusal("dunning.change", Default, input)).ShouldBe("default_campaign");
        var changed = await app.Run("dunning.change", campaign, input);
        await console.Advance();
        DunningSetup.Days(await app.Get($"/api/v1/dunning/{invoice}")).ShouldBe("0 4 7 8"); // day 1 is past
        await console.AdvanceThrough(tenant, 4, 7);
        (await console.Steps(tenant)).ShouldEndWith("4_email done, 7_read_only done");
        await app.Undo(changed);
        await console.Advance();
        DunningSetup.Days(await app.Get($"/api/v1/dunning/{invoice}")).ShouldBe("0 4 7"); // day 6 is past

        (await app.UndoRefused(changed)).ShouldBe("already_undone");
        var silent = await app.Run(
            "dunning.change",
            campaign,
            new
            {
                email_days = "0, 8",
                send_emails = false,
                countries = new[] { "AT" },
            }
        );
        var emails = (await console.Emails(tenant)).Count;
        await console.Advance();
        await console.AdvanceTo(tenant, 8);
        ((await console.Emails(tenant)).Count, await console.Steps(tenant)).ShouldBe(
            (emails, "0_email done, 4_email done, 7_read_only done, 8_email emails_off")
        );
        await app.Undo(silent);
    }

    [Fact]
    public async Task A_restriction_never_comes_before_the_day_that_the_last_email_has_announced()
    {
        var (app, tenant, _) = await Overdue("announced", "BE");
        var campaign = await app.CreateCampaign(
            "Announced",
            new
            {
                email_days = "0",
                suspend_day = 10,
                countries = new[] { "BE" },
            }
        );
        await app.Run("dunning.turn_on", campaign);
        await console.TurnOn(app);
        await console.AdvanceTo(tenant, 0);

        await app.Run(
            "dunning.change",
            campaign,
            new
            {
                email_days = "0",
                suspend_day = 3,
                countries = new[] { "BE" },
            }
        );
        await console.AdvanceThrough(tenant, 1, 4, 9);
        (await app.Status(tenant)).ShouldNotBe("suspended");
        await console.AdvanceTo(tenant, 10);

        (await app.Status(tenant)).ShouldBe("suspended");
    }

    [Fact]
    public async Task An_excluded_tenant_and_a_campaign_that_is_off_pause_the_steps_and_the_time_does_not_count()
    {
        var (app, tenant, invoice) = await Overdue("excluded", "DK");
        var campaign = await app.CreateCampaign(
            "Excluding",
            new
            {
                email_days = "0, 3",
                countries = new[] { "DK" },
                excluded_tag = "vip",
            }
        );
        await app.Run("dunning.turn_on", campaign);
        (await app.Refusal("dunning.change", campaign, new { excluded_tenants = new[] { "ext:no-such" }, countries = new[] { "DK" } })).ShouldBe(
            "unknown_tenant"
        );
        var tagged = await app.Run("tenant.tag", tenant, new { tag = "vip" });
        await console.TurnOn(app);
        await console.Advance();
        await console.Advance();

        (await console.Steps(tenant)).ShouldBe("");
        (await app.Get($"/api/v1/dunning?hold=paused&tenant={tenant}")).GetProperty("data")[0].GetProperty("paused").GetString().ShouldBe("excluded");
        var matches = (await app.Get($"/api/v1/dunning-simulation?tenant={tenant}")).GetProperty("matches")[0];
        (matches.GetProperty("campaign_id").GetString(), matches.GetProperty("is_excluded").GetBoolean(), matches.GetProperty("country").GetString()).ShouldBe(
            (campaign, true, "DK")
        );
        matches
            .GetProperty("campaigns")
            .EnumerateArray()
            .Single(one => one.GetProperty("id").GetString() == campaign)
            .GetProperty("conditions")[0]
            .ToString()
            .ShouldBe("""{"condition":"country","is_met":true}""");
        var owner = s_owner ??= await TestBrowser.Owner(console);
        await owner.Get($"/revenue/dunning/campaigns?tenant={tenant}&campaign={campaign}");
        owner.Page.ShouldContain("matches first (country DK ✓)");
        owner.Page.ShouldContain("Never dunned");
        await owner.Get($"/operations/new?operation=dunning.change&subject={campaign}&back=/revenue/dunning/campaigns");
        owner.Page.ShouldMatch("""(?s)name="countries".*>\s*DK\s*</textarea>"""); // the form starts with the current values
        owner.Page.ShouldMatch("""<option value="vip" selected""");

        await app.Undo(tagged);
        await console.Advance();
        await console.Advance();
        (await console.Steps(tenant)).ShouldBe("0_email done");
        var off = await app.Run("dunning.turn_off", campaign);
        await console.Advance();
        await console.Execute("update dunning.pauses set opened_at = opened_at - interval '30 days' where tenant_id = @tenant and closed_at is null", tenant);
        await console.AdvanceTo(tenant, 32);
        (await app.Get($"/api/v1/dunning/{invoice}")).GetProperty("paused").GetString().ShouldBe("campaign_off");
        await app.Undo(off);
        await console.AdvanceTo(tenant, 32); // 30 of these days it was off
        (await console.Steps(tenant)).ShouldBe("0_email done");
    }

    [Fact]
    public async Task Tenants_of_selected_invoices_are_held_and_released_together()
    {
        var (app, first, one) = await Overdue("bulk-one", "EE");
        var (_, second, two) = await Overdue("bulk-two", "EE");
        var again = await app.OverdueInvoice(first);

        var preview = await app.Preview("dunning.hold", [one, two, again]);
        preview.GetProperty("subjects").EnumerateArray().Select(subject => subject.GetProperty("id").GetString()).ShouldBe([first, second]);
        await app.Post("/api/v1/runs", new { preview = preview.GetProperty("id").GetString() });
        (await app.Get("/api/v1/dunning?hold=held")).GetProperty("data").GetArrayLength().ShouldBe(3);
        var owner = s_owner ??= await TestBrowser.Owner(console);
        await owner.Get("/revenue/dunning");
        owner.Page.ShouldContain("""id="bulk-release" name="operation" value="dunning.release""");
        await owner.Get($"/operations/new?operation=dunning.release&subject={one}&subject={two}&back=/revenue/dunning");
        owner.Page.ShouldContain("Dunning campaign-bulk-one");
        owner.Page.ShouldContain("Dunning campaign-bulk-two");

        var stranger = await TestApplication.Connect(console, onlyTenant: second);
        (
            await stranger.Send(HttpMethod.Post, "/api/v1/previews", JsonSerializer.Serialize(new { operation = "dunning.release", subjects = new[] { one } }))
        ).Status.ShouldBe(404);
        (await stranger.Preview("dunning.release", [two, one])).GetProperty("subjects").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task Results_count_recovered_lost_and_unpaid_invoices_by_the_last_step_in_the_reporting_currency()
    {
        var (app, paid, invoice) = await Overdue("result-paid", "FI");
        var (_, lost, _) = await Overdue("result-lost", "FI");
        var (_, open, _) = await Overdue("result-open", "FI");
        var campaign = await app.CreateCampaign("Results", new { email_days = "0, 77, 78", countries = new[] { "FI" } });
        await app.Run("dunning.turn_on", campaign);
        await console.TurnOn(app);
        foreach (var tenant in new[] { paid, lost, open })
            await console.AdvanceTo(tenant, 77);
        await app.Run("manual_invoice.mark_paid", invoice);
        await console.Execute("update billing.invoices set status = 'uncollectible' where tenant_id = @tenant", lost);
        await app.Put(
            "/api/v1/exchange-rates",
            new
            {
                data = new[]
                {
                    new
                    {
                        currency = "USD",
                        day = $"{TimeProvider.System.GetUtcNow():yyyy-MM-dd}",
                        per_euro = 2.0,
                    },
                },
            }
        );
        await console.Advance();

        var result = (await app.Get("/api/v1/dunning-results"))
            .GetProperty("steps")
            .EnumerateArray()
            .Single(row => row.GetProperty("key").GetString() == "77_email");

        Outcome("recovered").ShouldBe("1 98.00 USD"); // 49.00 EUR each
        Outcome("lost").ShouldBe("1 98.00 USD");
        Outcome("at_risk").ShouldBe("1 98.00 USD");
        var owner = s_owner ??= await TestBrowser.Owner(console);
        await owner.Get("/revenue/dunning");
        owner.Page.ShouldContain("Results by last step");
        var simulated = await app.Get($"/api/v1/dunning-simulation?campaign={campaign}");
        simulated.GetProperty("invoices").GetInt32().ShouldBe(3);

        string Outcome(string name)
        {
            var (of, amount) = (result.GetProperty(name), result.GetProperty(name).GetProperty("amount"));
            return $"{of.GetProperty("invoices")} {amount.GetProperty("amount").GetInt64() / 100m:0.00} {amount.GetProperty("currency").GetString()}";
        }
    }

    private async Task<(TestApplication App, string Tenant, string Invoice)> Overdue(string name, string country)
    {
        await console.TurnOff(await TestApplication.Connect(console)); // until the campaign exists
        var overdue = await console.Overdue($"campaign-{name}");
        await overdue.App.Put($"/api/v1/tenants/{overdue.Tenant}", new { country });
        return overdue;
    }
}
