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
        var (app, tenant, invoice) = await console.Overdue("off");
        await console.TurnOff(app);

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
        var (app, tenant, invoice) = await console.Overdue("steps");
        await console.TurnOn(app);

        await console.AdvanceTo(tenant, 0);
        await console.AdvanceTo(tenant, 3);
        (await console.Steps(tenant)).ShouldBe("0_email done, 3_email done");
        (await console.Portal(app, tenant)).ShouldContain("An invoice is unpaid. Please pay it before");
        await console.AdvanceTo(tenant, 15);
        (await console.Steps(tenant)).ShouldBe("0_email done, 3_email done, 7_email superseded, 12_email done"); // access is restricted a day after an email
        await console.AdvanceTo(tenant, 22);
        (await console.Steps(tenant)).ShouldEndWith("12_email done, 14_read_only done"); // and suspended a day after that
        (await app.Status(tenant)).ShouldBe("active"); // read-only is an event for the application
        (await console.Portal(app, tenant)).ShouldContain("You can view your data, but not change it until the invoice is paid.");
        await console.AdvanceTo(tenant, 24);
        (await app.Status(tenant)).ShouldBe("suspended");
        await console.AdvanceTo(tenant, 60);

        (await console.Steps(tenant)).ShouldBe(
            "0_email done, 3_email done, 7_email superseded, 12_email done, 14_read_only done, 21_suspend done, 45_cancel no_subscription"
        );
        (await console.Emails(tenant)).ShouldBe(["dunning.invoice_overdue", "dunning.invoice_overdue", "dunning.invoice_overdue"]);
        (await app.Access(invoice)).ShouldBe("suspended");
        (await app.Get($"/api/v1/dunning?tenant={tenant}")).GetProperty("data")[0].GetProperty("stage").GetString().ShouldBe("suspended"); // nothing was cancelled

        var paid = await app.Run("manual_invoice.mark_paid", invoice);
        await console.Advance();

        (await app.Status(tenant)).ShouldBe("active");
        (await console.Portal(app, tenant)).ShouldNotContain("unpaid");
        (await console.Events(tenant)).ShouldBe([
            "dunning.step_reached email full",
            "dunning.step_reached email full",
            "dunning.step_reached email full",
            "dunning.step_reached read_only read_only",
            "dunning.step_reached suspend suspended",
            "dunning.resolved recovered full",
        ]);
        (await app.Get($"/api/v1/dunning?tenant={tenant}")).GetProperty("data").GetArrayLength().ShouldBe(0);
        (await app.State(invoice)).ShouldBe("recovered");

        await app.Undo(paid); // it was marked by mistake
        await console.AdvanceThrough(tenant, 61, 63);
        await console.AdvanceTo(tenant, 65);
        (await app.Status(tenant)).ShouldBe("suspended");
        (await console.Emails(tenant)).Count.ShouldBe(3);
        (await app.Access(invoice)).ShouldBe("suspended");
        await app.Run("tenant.reactivate", tenant);
        (await app.Access(invoice)).ShouldBe("full");
    }

    [Fact]
    public async Task A_payment_in_process_stops_the_steps_and_restores_access_only_once_it_succeeds()
    {
        var (app, tenant, invoice) = await console.Overdue("process");
        await console.TurnOn(app);
        await console.AdvanceThrough(tenant, 0, 12, 14);
        await console.AddPaymentInProcess(tenant);
        await console.AdvanceTo(tenant, 22);

        (await console.Steps(tenant)).ShouldEndWith("14_read_only done");
        (await app.Get($"/api/v1/dunning?tenant={tenant}")).GetProperty("data").GetArrayLength().ShouldBe(0);
        (await app.State(invoice), await app.Access(invoice)).ShouldBe(("open", "read_only"));

        await console.Execute("delete from billing.payments where tenant_id = @tenant", tenant); // it failed after all
        await console.AdvanceTo(tenant, 22);
        (await app.Status(tenant)).ShouldBe("suspended");
    }

    [Fact]
    public async Task An_invoice_that_was_given_up_and_paid_later_restores_access()
    {
        var (app, tenant, invoice) = await console.Overdue("late");
        await console.TurnOn(app);
        await console.AdvanceThrough(tenant, 0, 12, 14, 22);
        await console.Execute("update billing.invoices set status = 'uncollectible' where tenant_id = @tenant", tenant);
        await console.Advance();
        (await app.State(invoice), await app.Status(tenant)).ShouldBe(("lost", "suspended"));

        await console.Execute("update billing.invoices set status = 'paid', remaining_minor = 0 where tenant_id = @tenant", tenant);
        await console.Advance();

        (await app.State(invoice), await app.Status(tenant)).ShouldBe(("recovered", "active"));
    }

    [Fact]
    public async Task Day_0_of_an_old_invoice_that_becomes_known_later_is_at_most_a_day_ago_and_the_time_off_does_not_count()
    {
        var app = await TestApplication.Connect(console);
        await console.TurnOn(app);
        await console.Execute("update dunning.activations set opened_at = opened_at - interval '60 days' where tenant_id = @tenant", IdGenerator.Platform);
        var (_, tenant, _) = await console.Overdue("known");
        await console.Advance();
        (await console.Steps(tenant)).ShouldBe("0_email done");

        await console.Execute("update dunning.cases set opened_at = opened_at - interval '40 days' where tenant_id = @tenant", tenant);
        await console.AdvanceTo(tenant, 2);
        await app.Run("dunning.turn_off", IdGenerator.Platform);
        await console.Execute(
            "update dunning.activations set closed_at = now() - interval '30 days' where tenant_id = @tenant and closed_by is not null",
            IdGenerator.Platform
        );
        await app.Run("dunning.turn_on", IdGenerator.Platform);
        await console.AdvanceTo(tenant, 32); // 30 of these days it was off

        (await console.Steps(tenant)).ShouldBe("0_email done");
    }

    [Fact]
    public async Task A_late_email_waits_for_the_morning_and_a_step_waits_for_an_invoice_that_cannot_be_read()
    {
        var (app, asleep, _) = await console.Overdue("asleep", DunningClock.ZoneAt(22));
        var (_, unread, _) = await console.Overdue("unread");
        await console.TurnOn(app);
        await console.AdvanceTo(asleep, 3);
        await console.Execute(
            "update billing.invoices set account_id = 'acct_disconnected', synced_at = now() - interval '1 hour' where tenant_id = @tenant",
            unread
        );
        await console.Execute("delete from dunning.steps where tenant_id = @tenant", unread);
        await console.Execute("update dunning.cases set account_id = 'acct_disconnected' where tenant_id = @tenant", unread);
        await console.AdvanceTo(unread, 3);

        (await console.Emails(asleep)).ShouldBeEmpty();
        (await console.Steps(asleep)).ShouldBe("");
        (await console.Steps(unread)).ShouldBe("");
        (await app.Get($"/api/v1/dunning?tenant={unread}")).GetProperty("data")[0].GetProperty("blocked").GetString().ShouldBe("unread");
    }

    [Fact]
    public async Task A_suspension_is_found_again_after_a_crash_before_its_result_was_stored()
    {
        var (app, tenant, invoice) = await console.Overdue("crash");
        await console.TurnOn(app);
        await console.AdvanceThrough(tenant, 0, 12, 14, 22);
        await Forget();
        await console.AdvanceTo(tenant, 23);
        (await console.Steps(tenant)).ShouldContain("21_suspend done"); // the same run, not another one that is refused
        await Forget();

        await app.Run("manual_invoice.mark_paid", invoice);
        await console.Advance();

        (await app.Status(tenant)).ShouldBe("active");

        Task Forget() => console.Execute("delete from dunning.steps where tenant_id = @tenant and step = '21_suspend'", tenant);
    }

    [Fact]
    public async Task A_simulation_shows_what_steps_would_have_done_with_past_invoices()
    {
        var (app, tenant, invoice) = await console.Overdue("past");
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
        var (app, tenant, first) = await console.Overdue("two");
        var second = await app.OverdueInvoice(tenant);
        await console.TurnOn(app);
        await console.AdvanceThrough(tenant, 0, 12, 14, 22);
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
        var (app, tenant, invoice) = await console.Overdue("other");
        await console.TurnOn(app);
        await console.AdvanceTo(tenant, 0);
        await app.Run("tenant.suspend", tenant, new { cause = "abuse" });
        await console.AdvanceThrough(tenant, 12, 14, 22);
        (await console.Steps(tenant)).ShouldContain("21_suspend already_suspended");

        await app.Run("manual_invoice.mark_paid", invoice);
        await console.Advance();

        (await app.State(invoice)).ShouldBe("recovered");
        (await app.Status(tenant)).ShouldBe("suspended");
    }

    [Fact]
    public async Task No_step_is_carried_out_on_hold_and_the_steps_move_by_its_length()
    {
        await console.TurnOff(await TestApplication.Connect(console)); // day 0 is after the start of the hold
        var (app, tenant, invoice) = await console.Overdue("hold");
        var held = await app.Run("dunning.hold", tenant);
        (await app.Refusal("dunning.hold", tenant)).ShouldBe("already_held");
        await console.TurnOn(app);

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
    public async Task A_change_of_the_default_campaign_applies_to_future_steps_and_says_what_is_wrong_with_days()
    {
        var (app, before, _) = await console.Overdue("before");
        await console.TurnOn(app);
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
        var (_, after, _) = await console.Overdue("after");
        await console.Advance();
        await console.AdvanceTo(before, 2);
        await console.AdvanceThrough(after, 1, 3);
        await app.Undo(changed);

        (await console.Steps(before)).ShouldBe("0_email done, 1_email done"); // access is restricted a day after an email
        (await console.Steps(after)).ShouldBe("0_email done, 1_email done, 2_read_only done");
    }
}
