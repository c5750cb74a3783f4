using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Revenue.Billing.Attention;

namespace OwnerConsole.Tests.Revenue.Stripe;

/// <summary>Disputes and deleted customers need a person. The console says so, until someone has acted.</summary>
[Slow(18, "Stripe", "Attention")]
public sealed class BillingAttentionTests : IAsyncLifetime
{
    private StripeStage _stage = null!; // set before each test

    public async ValueTask InitializeAsync()
    {
        _stage = await StripeStage.Open(Mode.Live);
        await _stage.Connect();
    }

    public ValueTask DisposeAsync() => _stage.DisposeAsync();

    [Fact]
    public async Task A_dispute_needs_attention_until_it_is_answered()
    {
        var tenant = await _stage.App.Tenant("lumen", "Lumen");
        var owner = await TestBrowser.Owner(_stage.Console);
        await _stage.Dispute(await Create("/v1/customers", ("name", "Lumen"), ("metadata[tenant_id]", "lumen")));
        await _stage.Projected();

        var dispute = (await _stage.App.Get("/api/v1/disputes")).GetProperty("data")[0];
        var id = dispute.GetProperty("id").GetString()!;
        dispute.GetProperty("tenant_id").GetString().ShouldBe(tenant);
        dispute.GetProperty("needs_response").GetBoolean().ShouldBeTrue();
        dispute.GetProperty("amount").GetProperty("amount").GetInt64().ShouldBe(5_000);
        (await Emails()).ShouldBe(["Lumen"]);
        (await Messages(tenant)).ShouldBe([id]);
        await Shown(owner, "Lumen disputes a payment. Submit evidence in Stripe before the deadline.");

        await _stage.Stripe(HttpMethod.Post, $"/v1/disputes/{id}", ("metadata[note]", "seen"));
        await _stage.App.Run("tenant.sync_stripe", tenant);
        await _stage.Projected();
        (await Emails()).ShouldBe(["Lumen"]); // a later event about the same dispute notifies no one
        (await Messages(tenant)).ShouldBe([id]);

        await _stage.Stripe(HttpMethod.Post, $"/v1/disputes/{id}/close");
        await _stage.Projected();
        (await _stage.App.Get("/api/v1/disputes")).GetProperty("data")[0].GetProperty("needs_response").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task Disputes_are_listed_by_deadline_and_are_urgent_in_the_last_48_hours()
    {
        var customer = await Create("/v1/customers", ("name", "Lumen"));
        await _stage.Dispute(customer);
        await _stage.Dispute(customer);
        await _stage.Projected();
        var ids = (await _stage.App.Get("/api/v1/disputes")).GetProperty("data").EnumerateArray().Select(row => row.GetProperty("id").GetString()!).ToList();
        await using (var work = await _stage.Console.Database.Write(WriteOrigin.Intake("test"), [IdGenerator.Platform]))
        {
            await work.Execute("update billing.disputes set evidence_due_at = now() + interval '49 hours' where id = @id", new { id = ids[0] });
            await work.Execute("update billing.disputes set evidence_due_at = now() + interval '47 hours' where id = @id", new { id = ids[1] });
            await work.Commit();
        }

        await using var reading = await _stage.Console.Database.Read();
        var items = (await new OpenDisputes().Find(Mode.Live, reading)).Items;

        items.Select(item => (item.Address, item.Urgency)).ShouldBe([(Address(ids[1]), Urgency.Now), (Address(ids[0]), Urgency.ThisWeek)]);

        static string Address(string id) => $"/revenue/disputes?q={id}";
    }

    [Fact]
    public async Task Existing_disputes_notify_no_one_when_they_are_copied()
    {
        await using var stage = await StripeStage.Open(Mode.Live);
        await TestBrowser.Owner(stage.Console);
        stage.Server.Webhooks.Lose = _ => true;
        var customer = (await stage.Stripe(HttpMethod.Post, "/v1/customers", ("name", "Lumen"))).GetProperty("id").GetString()!;
        await stage.Dispute(customer);
        var created = (await stage.Stripe(HttpMethod.Get, "/v1/disputes")).GetProperty("data")[0].GetProperty("created").GetInt64();
        await Poll.Until(() => TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() > created);

        await stage.Connect();
        await stage.Projected();

        (await stage.App.Get("/api/v1/disputes")).GetProperty("data").GetArrayLength().ShouldBe(1);
        (await Emails(stage)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_tenant_whose_customers_were_all_deleted_needs_attention_until_its_access_is_revoked()
    {
        var tenant = await _stage.App.Tenant("lumen", "Lumen");
        var first = await Create("/v1/customers", ("name", "Lumen"), ("metadata[tenant_id]", "lumen"));
        var second = await Create("/v1/customers", ("name", "Lumen too"), ("metadata[tenant_id]", "lumen"));
        await _stage.Projected();
        var owner = await TestBrowser.Owner(_stage.Console);
        const string Text = "The customer of Lumen was deleted at Stripe, but Lumen still has access.";

        await _stage.Stripe(HttpMethod.Delete, $"/v1/customers/{first}");
        await _stage.Projected();
        await owner.Get($"/tenants/{tenant}/billing");
        (await Needed()).ShouldBe(0); // the other customer is live

        await _stage.Stripe(HttpMethod.Delete, $"/v1/customers/{second}");
        await _stage.Projected();
        (await Needed()).ShouldBe(1);
        await Shown(owner, Text);
        owner.Page.ShouldContain("tenant.revoke");
        (await _stage.App.Status(tenant)).ShouldBe("active"); // nothing happens without a person

        await _stage.App.Run("tenant.revoke", tenant);
        (await Needed()).ShouldBe(0);

        async Task<int> Needed()
        {
            await using var work = await _stage.Console.Database.Read();
            return (await new DeletedCustomers().FindFor(tenant, Mode.Live, work)).Count;
        }
    }

    /// <summary>Waits until the overview shows a text; what needs attention is read in the background.</summary>
    private static Task Shown(TestBrowser owner, string text) =>
        Poll.Until(async () =>
        {
            await owner.Get("/overview");
            return owner.Page.Contains(text, StringComparison.Ordinal);
        });

    /// <returns>Names in the emails about new disputes.</returns>
    private Task<IReadOnlyList<string>> Emails() => Emails(_stage);

    private static async Task<IReadOnlyList<string>> Emails(StripeStage stage)
    {
        await using var work = await stage.Console.Database.Read();
        return await work.List<string>("select facts->>'name' from core.emails where template = 'dispute.created'");
    }

    /// <returns>Disputes in the events for the application.</returns>
    private async Task<IReadOnlyList<string>> Messages(string tenant)
    {
        await using var work = await _stage.Console.Database.Read();
        return await work.List<string>("select data::jsonb->>'dispute' from core.log where tenant_id = @tenant and event = 'dispute.created'", new { tenant });
    }

    private async Task<string> Create(string path, params (string Name, string Value)[] form) =>
        (await _stage.Stripe(HttpMethod.Post, path, form)).GetProperty("id").GetString()!;
}
