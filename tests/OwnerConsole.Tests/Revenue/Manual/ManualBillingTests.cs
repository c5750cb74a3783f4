using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Fixtures;
using OwnerConsole.Tests.Plans.Plans;
using OwnerConsole.Tests.Revenue.Movements;

namespace OwnerConsole.Tests.Revenue.Manual;

/// <summary>Subscriptions and invoices without a payment provider are in the same lists and in MRR.</summary>
public sealed class ManualBillingTests(TestConsole console) : IClassFixture<TestConsole>
{
    [Fact]
    public async Task A_contract_is_MRR_of_its_plan_until_its_last_day()
    {
        var app = await TestApplication.Connect(console);
        await PlanTests.Create(app, "pro", "Pro", 9900);
        var tenant = await app.Since("contract", "2026-01-01", RevenueReports.Active(("pro", 1)));
        var created = await app.Run(
            "manual_subscription.create",
            tenant,
            new
            {
                name = "Pro, yearly",
                price = new { amount = 120_000, currency = "USD" },
                interval = "year",
                quantity = 2,
                plan = "pro",
                from = "2026-02-01",
            }
        );
        var id = created.Created();

        (await console.Movements(tenant)).ShouldBe("2026-02-01 new +200"); // instead of the estimate from the price of the plan
        var changed = await app.Run("manual_subscription.change", id, new { quantity = 3, from = "2026-03-01" });
        (await console.Movements(tenant)).ShouldBe("2026-02-01 new +200; 2026-03-01 expansion +100");
        (await Plans(tenant)).ShouldBe("pro");
        var dearer = await app.Run("manual_subscription.change", id, new { price = "1800.00", from = "2026-03-15" });
        (await app.UndoRefused(changed)).ShouldBe("moved_on"); // the later price is for the quantity that it set
        await app.Undo(dearer);
        (await app.Refusal("manual_subscription.end", id, new { at = "2026-02-15" })).ShouldBe("too_early");
        await app.Run("manual_subscription.end", id, new { at = "2026-04-01" });
        (await console.Movements(tenant)).ShouldBe("2026-02-01 new +200; 2026-03-01 expansion +100; 2026-04-01 churn -300 cancelled");
        await app.Undo(changed);
        (await console.Movements(tenant)).ShouldBe("2026-02-01 new +200; 2026-04-01 churn -200 cancelled");

        var listed = (await app.Get($"/api/v1/subscriptions?tenant={tenant}")).GetProperty("data").EnumerateArray().ShouldHaveSingleItem();
        (listed.GetProperty("name").GetString(), listed.GetProperty("status").GetString()).ShouldBe(("Pro, yearly", "canceled"));
        (await console.WrongCells()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_subscription_with_a_last_day_in_the_future_ends_on_that_day()
    {
        var app = await TestApplication.Connect(console);
        var tenant = await app.Tenant("ends", "Ends");
        var created = await app.Run("manual_subscription.create", tenant, new { name = "Pro", price = new { amount = 4900, currency = "USD" } });
        var id = created.Created();
        await app.Run("manual_subscription.end", id, new { at = "2099-01-01" });
        var scheduled = (await app.Get($"/api/v1/subscriptions?tenant={tenant}")).GetProperty("data")[0];
        scheduled.GetProperty("status").GetString().ShouldBe("active");
        scheduled.GetProperty("cancel_at").GetDateTimeOffset().Year.ShouldBe(2099);
        var later = await app.Run("manual_subscription.end", id, new { at = "2100-01-01" }); // replaces the first end
        await app.Undo(later);
        scheduled = (await app.Get($"/api/v1/subscriptions?tenant={tenant}")).GetProperty("data")[0];
        scheduled.GetProperty("cancel_at").GetDateTimeOffset().Year.ShouldBe(2099);

        await using (var work = await console.Database.Write(WriteOrigin.Intake("test"), [tenant]))
        {
            await work.Execute("update manual.subscription_terms set from_at = now() where subscription_id = @id and is_end", new { id });
            await work.MakeDue(["every:manual.end_subscriptions"]);
            await work.Commit();
        }

        var ended = await app.Await(
            $"/api/v1/subscriptions?tenant={tenant}",
            list => list.GetProperty("data")[0].GetProperty("status").GetString() == "canceled"
        );
        ended.GetProperty("data")[0].GetProperty("mrr").GetProperty("amount").GetInt64().ShouldBe(0);
    }

    [Fact]
    public async Task An_invoice_is_open_until_it_is_paid_and_its_number_is_used_once()
    {
        var app = await TestApplication.Connect(console);
        var (tenant, other) = (await app.Tenant("invoiced", "Invoiced"), await app.Tenant("invoiced-too", "Other"));
        var input = new
        {
            amount = new { amount = 117_600, currency = "JPY" },
            number = "2026-0042",
            issued = "2026-03-01",
            due = "2026-03-15",
        };
        var created = await app.Run("manual_invoice.create", tenant, input);
        var id = created.Created();
        (await app.Refusal("manual_invoice.create", other, input)).ShouldBe("number_taken");
        (await app.Refusal("manual_invoice.create", other, new { input.amount, due = "9999-12-31" })).ShouldBe("bad_day");

        var open = await Invoice(app, tenant);
        (open.GetProperty("number").GetString(), open.GetProperty("status").GetString()).ShouldBe(("2026-0042", "open"));
        open.GetProperty("due_at").GetDateTimeOffset().ShouldBe(new(2026, 3, 16, 0, 0, 0, TimeSpan.Zero)); // the end of the last day
        var paid = await app.Run("manual_invoice.mark_paid", id, new { paid = "2026-03-20" });
        (await Invoice(app, tenant)).GetProperty("status").GetString().ShouldBe("paid");
        var payment = (await app.Get($"/api/v1/payments?tenant={tenant}")).GetProperty("data").EnumerateArray().ShouldHaveSingleItem();
        (payment.GetProperty("amount").GetProperty("amount").GetInt64(), payment.GetProperty("method").GetString()).ShouldBe((117_600, "Bank transfer"));
        (await app.Refusal("manual_invoice.void", id)).ShouldBe("settled");

        await app.Undo(paid);
        (await Invoice(app, tenant)).GetProperty("status").GetString().ShouldBe("open");
        (await app.Get($"/api/v1/payments?tenant={tenant}")).GetProperty("data").GetArrayLength().ShouldBe(0);
        (await app.Refusal("invoice.void", id)).ShouldNotBeNull(); // Stripe doesn't know it
    }

    private static async Task<JsonElement> Invoice(TestApplication app, string tenant) =>
        (await app.Get($"/api/v1/invoices?tenant={tenant}")).GetProperty("data").EnumerateArray().ShouldHaveSingleItem();

    private async Task<string> Plans(string tenant)
    {
        await using var work = await console.Database.Read();
        return string.Join(' ', await work.List<string>("select distinct plan from movements.movements where tenant_id = @tenant", new { tenant }));
    }
}
