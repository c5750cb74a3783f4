using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Revenue.Dunning;

/// <summary>Overdue invoices: emails, restricted access, holds, and access that is restored once they are paid. None of it while dunning is off.</summary>
public sealed class DunningTests(TestConsole console) : IClassFixture<TestConsole>
{
    [Fact]
    public async Task Nothing_happens_while_dunning_is_off()
    {
        var (app, tenant, invoice) = await Overdue("off");
        if (await IsOn())
            await app.Run("dunning.turn_off", IdGenerator.Platform);

        await console.Advance();

        (await console.Emails(tenant)).ShouldBeEmpty();
        (await console.Events(tenant)).ShouldBeEmpty();
        var listed = (await app.Get($"/api/v1/dunning?tenant={tenant}")).GetProperty("data").EnumerateArray().ShouldHaveSingleItem();
        (listed.GetProperty("id").GetString(), listed.GetProperty("stage").GetString()).ShouldBe((invoice, "new"));
        listed.GetProperty("next_step").ValueKind.ShouldBe(JsonValueKind.Null);
        var shown = await app.Get($"/api/v1/dunning/{invoice}");
        shown.GetProperty("state").GetString().ShouldBe("off");
        var stranger = await TestApplication.Connect(console, onlyTenant: await app.Tenant("dunning-stranger"));
        (await stranger.Send(HttpMethod.Get, $"/api/v1/dunning/{invoice}", "")).Status.ShouldBe(404);
        shown.GetProperty("steps").EnumerateArray().Select(step => step.GetProperty("state").GetString()).Distinct().ShouldBe(["planned"]);
    }

    [Fact]
    public async Task An_overdue_invoice_leads_to_each_step_once_and_its_payment_restores_access_at_once()
    {
        var (app, tenant, invoice) = await Overdue("steps");
        await TurnOn(app);

        await console.AdvanceTo(tenant, 0);
        await console.AdvanceTo(tenant, 3);
        (await console.Steps(tenant)).ShouldBe("0_email done, 3_email done");
        (await Portal(app, tenant)).ShouldContain("An invoice is unpaid. Please pay it before");
        await console.AdvanceTo(tenant, 14);
        (await app.Status(tenant)).ShouldBe("active"); // read-only is an event for the application
        (await Portal(app, tenant)).ShouldContain("You can view your data, but not change it until the invoice is paid.");
        await console.AdvanceTo(tenant, 22);
        (await app.Status(tenant)).ShouldBe("suspended");
        await console.AdvanceTo(tenant, 60);

        (await console.Steps(tenant)).ShouldBe(
            "0_email done, 3_email done, 7_email superseded, 12_email done, 14_read_only done, 21_suspend done, 45_cancel no_subscription"
        );
        (await console.Emails(tenant)).ShouldBe(["dunning.invoice_overdue", "dunning.invoice_overdue", "dunning.invoice_overdue"]);
        (await app.Get($"/api/v1/dunning/{invoice}")).GetProperty("access").GetString().ShouldBe("suspended");

        await app.Run("manual_invoice.mark_paid", invoice);
        await console.Advance();

        (await app.Status(tenant)).ShouldBe("active");
        (await Portal(app, tenant)).ShouldNotContain("unpaid");
        (await console.Events(tenant)).ShouldBe([
            "dunning.step_reached email full",
            "dunning.step_reached email full",
            "dunning.step_reached email full",
            "dunning.step_reached read_only read_only",
            "dunning.step_reached suspend suspended",
            "dunning.resolved recovered full",
        ]);
        (await app.Get($"/api/v1/dunning?tenant={tenant}")).GetProperty("data").GetArrayLength().ShouldBe(0);
        (await app.Get($"/api/v1/dunning/{invoice}")).GetProperty("state").GetString().ShouldBe("recovered");
    }

    [Fact]
    public async Task A_suspension_is_found_again_after_a_crash_before_its_result_was_stored()
    {
        var (app, tenant, invoice) = await Overdue("crash");
        await TurnOn(app);
        await console.AdvanceTo(tenant, 0);
        await console.AdvanceTo(tenant, 22);
        await Forget();
        await console.AdvanceTo(tenant, 23);
        (await console.Steps(tenant)).ShouldContain("21_suspend done"); // the same run, not another one that is refused
        await Forget();

        await app.Run("manual_invoice.mark_paid", invoice);
        await console.Advance();

        (await app.Status(tenant)).ShouldBe("active");

        async Task Forget()
        {
            await using var work = await console.Database.Write(WriteOrigin.Intake("test"), [tenant]);
            await work.Execute("delete from dunning.steps where tenant_id = @tenant and step = '21_suspend'", new { tenant });
            await work.Commit();
        }
    }

    [Fact]
    public async Task A_simulation_shows_what_steps_would_have_done_with_past_invoices()
    {
        var (app, tenant, invoice) = await Overdue("past");
        await app.Run("manual_invoice.mark_paid", invoice, new { paid = "2026-03-21" });
        var key = await TestApplication.Connect(console, onlyTenant: tenant);

        var current = await key.Get("/api/v1/dunning-simulation");
        var other = await key.Get("/api/v1/dunning-simulation?email_days=0,2,9&suspend_day=30");

        current.GetProperty("invoices").GetInt32().ShouldBe(1);
        Recovered(current).ShouldBe("0: 1/0 3: 1/0 7: 0/1 12: 0/0 14: 0/0 21: 0/0 45: 0/0 : 0/0");
        Recovered(other).ShouldBe("0: 1/0 2: 1/0 9: 0/1 30: 0/0 : 0/0");
        (await key.Send(HttpMethod.Get, "/api/v1/dunning-simulation?email_days=9&suspend_day=5")).Status.ShouldBe(400);

        static string Recovered(JsonElement answer) =>
            string.Join(
                ' ',
                answer
                    .GetProperty("steps")
                    .EnumerateArray()
                    .Select(step =>
                        $"{(step.TryGetProperty("day", out var day) ? day : default)}: {step.GetProperty("reached")}/{step.GetProperty("recovered")}"
                    )
            );
    }

    [Fact]
    public async Task A_tenant_with_two_unpaid_invoices_is_suspended_until_both_are_paid()
    {
        var (app, tenant, first) = await Overdue("two");
        var second = await Invoice(app, tenant);
        await TurnOn(app);
        await console.AdvanceTo(tenant, 0);
        await console.AdvanceTo(tenant, 22);
        (await app.Status(tenant)).ShouldBe("suspended");

        await app.Run("manual_invoice.mark_paid", first);
        await console.Advance();
        (await app.Status(tenant)).ShouldBe("suspended");
        await app.Run("manual_invoice.mark_paid", second);
        await console.Advance();

        (await app.Status(tenant)).ShouldBe("active");
    }

    [Fact]
    public async Task A_suspension_by_someone_else_stays_after_the_payment()
    {
        var (app, tenant, invoice) = await Overdue("other");
        await TurnOn(app);
        await console.AdvanceTo(tenant, 0);
        await app.Run("tenant.suspend", tenant, new { cause = "abuse" });
        await console.AdvanceTo(tenant, 22);
        (await console.Steps(tenant)).ShouldContain("21_suspend already_suspended");

        await app.Run("manual_invoice.mark_paid", invoice);
        await console.Advance();

        (await app.Get($"/api/v1/dunning/{invoice}")).GetProperty("state").GetString().ShouldBe("recovered");
        (await app.Status(tenant)).ShouldBe("suspended");
    }

    [Fact]
    public async Task No_step_is_carried_out_on_hold_and_the_steps_move_by_its_length()
    {
        var (app, tenant, invoice) = await Overdue("hold");
        var held = await app.Run("dunning.hold", tenant);
        (await app.Refusal("dunning.hold", tenant)).ShouldBe("already_held");
        await TurnOn(app);

        await console.Advance();
        await console.Advance();
        (await console.Emails(tenant)).ShouldBeEmpty();
        (await app.Get("/api/v1/dunning?hold=held")).GetProperty("data")[0].GetProperty("id").GetString().ShouldBe(invoice);
        var steps = (await app.Get($"/api/v1/dunning/{invoice}")).GetProperty("steps");
        steps[0].GetProperty("at").ValueKind.ShouldBe(JsonValueKind.Null);

        var released = await app.Run("dunning.release", tenant);
        await console.Advance();
        (await console.Emails(tenant)).Count.ShouldBe(1);
        await app.Undo(released);
        await console.AdvanceTo(tenant, 3);
        (await console.Emails(tenant)).Count.ShouldBe(1);
        await app.Undo(held); // the hold is the one that the other undo has restored
        await console.AdvanceTo(tenant, 3);
        (await console.Emails(tenant)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_change_of_the_steps_applies_to_later_cases_and_says_what_is_wrong_with_days()
    {
        var (app, before, _) = await Overdue("before");
        await TurnOn(app);
        await console.Advance();

        (await app.Refusal("dunning.change", IdGenerator.Platform, new { email_days = "7", suspend_day = 7 })).ShouldBe("no_notice");
        (
            await app.Refusal(
                "dunning.change",
                IdGenerator.Platform,
                new
                {
                    email_days = "0",
                    suspend_day = 9,
                    read_only_day = 10,
                }
            )
        ).ShouldBe("bad_order");
        (await app.Refusal("dunning.change", IdGenerator.Platform, new { email_days = "0, x" })).ShouldBe("bad_days");
        var changed = await app.Run("dunning.change", IdGenerator.Platform, new { email_days = "0, 1", read_only_day = 2 });
        var (_, after, _) = await Overdue("after");
        await console.Advance();
        await console.AdvanceTo(before, 2);
        await console.AdvanceTo(after, 2);
        await app.Undo(changed);

        (await console.Steps(before)).ShouldBe("0_email done");
        (await console.Steps(after)).ShouldBe("0_email done, 1_email done, 2_read_only done");
    }

    /// <returns>The page that the tenant's users see in the customer portal.</returns>
    private async Task<string> Portal(TestApplication app, string tenant)
    {
        var opened = await app.Post("/api/v1/portal-sessions", new { tenant });
        var visitor = new TestBrowser(console);
        await visitor.Get(new Uri(opened.GetProperty("url").GetString()!).PathAndQuery);
        await visitor.Get("/account/plan");
        return visitor.Page;
    }

    /// <summary>Turns dunning on for a test, which other tests of the class may have done.</summary>
    private async Task TurnOn(TestApplication app)
    {
        if (!await IsOn())
            await app.Run("dunning.turn_on", IdGenerator.Platform);
        await console.Advance();
    }

    private async Task<bool> IsOn()
    {
        await using var work = await console.Database.Read();
        return await work.One<bool>("select exists (select from dunning.activations where closed_by is null)");
    }

    private async Task<(TestApplication App, string Tenant, string Invoice)> Overdue(string name)
    {
        var app = await TestApplication.Connect(console);
        var tenant = await app.Put(
            $"/api/v1/tenants/ext:dunning-{name}",
            new
            {
                name = $"Dunning {name}",
                contact_email = $"{name}@dunning.example",
                time_zone = DunningClock.Noon,
            }
        );
        var id = tenant.GetProperty("id").GetString()!;
        return (app, id, await Invoice(app, id));
    }

    /// <summary>Adds an invoice that is overdue.</summary>
    private static async Task<string> Invoice(TestApplication app, string tenant)
    {
        var created = await app.Run(
            "manual_invoice.create",
            tenant,
            new
            {
                amount = new { amount = 4_900, currency = "EUR" },
                issued = "2026-03-01",
                due = "2026-03-15",
            }
        );
        return created.GetProperty("lines")[0].GetProperty("created").GetString()!;
    }
}
