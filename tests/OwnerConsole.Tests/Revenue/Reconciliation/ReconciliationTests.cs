using System.Text.Json;
using FakeStripe.Http;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Revenue.Reconciliation;
using OwnerConsole.Revenue.Reconciliation.Checks;
using OwnerConsole.Tests.Revenue.Stripe;

namespace OwnerConsole.Tests.Revenue.Reconciliation;

/// <summary>Differences between Stripe, the console and the application are found, resolved and end.</summary>
[Slow(100, "Reconciliation")]
public sealed class ReconciliationTests : IAsyncLifetime
{
    private StripeStage _stage = null!; // set before each test

    public async ValueTask InitializeAsync() => _stage = await StripeStage.OpenCopied(Mode.Live);

    public ValueTask DisposeAsync() => _stage.DisposeAsync();

    [Fact]
    public async Task A_tenant_that_pays_and_has_no_access_is_found_within_a_minute_and_gets_its_access_with_one_click()
    {
        var tenant = await _stage.App.Tenant("lumen", "Lumen");
        await _stage.App.Run("tenant.suspend", tenant, new { cause = "billing" });
        var subscription = await _stage.SubscribeTenant(tenant, await _stage.Price("Pro", 4_900));
        await _stage.Projected();

        var finding = await Found("charged_without_access"); // waits for at most 60 seconds
        var id = finding.GetProperty("id").GetString()!;
        (Text(finding, "tenant_id"), Text(finding, "object_id"), Text(finding, "ours")).ShouldBe((tenant, subscription, "suspended"));
        finding.GetProperty("at_risk").GetProperty("amount").GetInt64().ShouldBe(4_900);
        (await Needed(tenant)).ShouldBe((id, "Lumen: paid, but no access (49.00 EUR)."));
        (await Page($"/tenants/{tenant}/billing")).ShouldContain("Restore access");

        var preview = await _stage.App.Preview("finding.resolve", [id]);
        preview.GetRawText().ShouldContain("but has been suspended since");
        var run = await _stage.App.Run("finding.resolve", id);
        (await _stage.App.Status(tenant)).ShouldBe("active");
        await _stage.App.Undo(run);
        (await _stage.App.Status(tenant)).ShouldBe("suspended");

        run = await _stage.App.Run("finding.resolve", id);
        var resolved = await Await($"?state=resolved&q={id}");
        Text(resolved, "resolved_by").ShouldBe(Text(run, "id"));
        (await Needed(tenant)).ShouldBe((null, null));
        var page = await Page($"/revenue/reconciliation/{id}");
        page.ShouldContain((await _stage.One("payments")).GetProperty("id").GetString()!); // the proof of the payment
        page.ShouldContain("Suspended before, active now");
        (await _stage.App.Refusal("finding.resolve", id)).ShouldBe("already_resolved");

        await _stage.App.Run("tenant.suspend", tenant, new { cause = "abuse" });
        var abuse = Text(await Found("charged_without_access"), "id")!;
        (await Needed(tenant)).ShouldBe((null, "Lumen: paid, but no access (49.00 EUR)."));
        (await _stage.App.Refusal("finding.resolve", abuse)).ShouldBe("suspended_by_person");
    }

    [Fact]
    [NotPooled("The other tests of this class run the same statements.")]
    public async Task A_plan_that_differs_follows_the_source_of_truth_and_other_differences_are_typed()
    {
        await _stage.App.Run(
            "plan.create",
            "tnt_platform",
            new
            {
                key = "pro",
                name = "Pro",
                price = new { amount = 4900, currency = "EUR" },
            }
        );
        await _stage.App.Run(
            "plan.create",
            "tnt_platform",
            new
            {
                key = "team",
                name = "Team",
                price = new { amount = 9900, currency = "EUR" },
            }
        );
        var price = await _stage.Price("Pro", 4_900);
        var tenant = await Report(
            "lumen",
            new
            {
                plan_items = new[] { new { plan = "team" } },
                access = "full",
                contact_email = "ada@lumen.example",
            }
        );
        var idle = await Report("idle", new { plan_items = new[] { new { plan = "team" } } });
        await _stage.Create("/v1/customers", ("name", "Idle"), ("metadata[tenant_id]", idle));
        await _stage.SubscribeTenant(tenant, price, ("items[0][quantity]", "3"));
        var lost = await _stage.Create("/v1/customers", ("name", "Nobody"));
        await _stage.Stripe(HttpMethod.Post, "/v1/payment_methods/pm_card_visa/attach", ("customer", lost));
        await _stage.Create("/v1/subscriptions", ("customer", lost), ("items[0][price]", price), ("default_payment_method", await _stage.Card(lost)));
        await _stage.Projected();
        await _stage.App.Run("stripe_price.map", price, new { plan = "pro" });

        var finding = await Found("wrong_plan");
        var id = finding.GetProperty("id").GetString()!;
        (Text(finding, "ours"), Text(finding, "theirs")).ShouldBe(("team", "pro"));
        Text(await Found("access_without_charge"), "tenant_id").ShouldBe(idle);
        var orphan = await Found("orphan_customer");
        Text(orphan, "object_id").ShouldBe(lost);
        await Write(
            """
            insert into stripe.events (tenant_id, account_id, event_id, mode, type, object_type, object_id, state, created_at, received_at, body)
            select 'tnt_platform', account_id, 'evt_waiting', 'live', 'customer.updated', 'customer', @id, 'pending', now(), now(), '{"data": {"object": {}}}'
              from stripe.objects where object_id = @id
            """,
            lost
        );
        var checker = _stage.Console.Services.GetRequiredService<TenantChecker>();
        await checker.CheckAll(CancellationToken.None);
        Text(await Found("orphan_customer"), "id").ShouldBe(Text(orphan, "id")); // nothing is known about it while an event waits
        await Write("update stripe.events set state = 'stored' where object_id = @id and state = 'pending'", lost);
        await checker.CheckAll(CancellationToken.None);
        Text(await Found("orphan_customer"), "id").ShouldBe(Text(orphan, "id"));
        (await _stage.App.Refusal("finding.resolve", id)).ShouldBe("application_decides");

        await _stage.App.Run("setting.change", "tnt_platform", new { key = "reconciliation.plan_source", value = "stripe" });
        await _stage.App.Run("finding.resolve", id);
        await Await($"?state=resolved&q={id}");
        var items = (await _stage.App.Get($"/api/v1/tenants/{tenant}")).GetProperty("plan_items")[0];
        (Text(items, "plan"), items.GetProperty("quantity").GetInt32()).ShouldBe(("pro", 3));

        await Report("lumen", new { access = "read_only" });
        var access = await Found("charged_without_access");
        (Text(access, "ours"), Text(access, "reported_access")).ShouldBe(("read_only", "read_only"));
        (await _stage.App.Refusal("finding.resolve", Text(access, "id")!)).ShouldBe("application_decides");
        await Report("lumen", new { access = "full" });
        await Await($"?state=resolved&q={Text(access, "id")}");

        var ignored = await _stage.App.Run("finding.ignore", Text(await Found("access_without_charge"), "id")!, new { reason = "expected", days = 7 });
        (await Open("access_without_charge")).ShouldBe(0);
        await _stage.App.Undo(ignored);
        (await Open("access_without_charge")).ShouldBe(1);
        (await Page("/revenue/reconciliation/export?format=csv")).ShouldContain($"orphan_customer,medium,open,,,49.00,EUR,customer,{lost}");
    }

    [Fact]
    [NotPooled("The other tests of this class run the same statements.")]
    public async Task A_lost_event_is_found_and_read_and_a_change_without_an_event_is_found_and_resolved()
    {
        var (customer, subscription) = await _stage.Subscribe("pm_card_visa");
        _stage.Server.Webhooks.Lose = made => made["type"]!.ToString() == "customer.updated";
        await _stage.Stripe(HttpMethod.Post, $"/v1/customers/{customer}", ("name", "Lost"));
        _stage.Server.Webhooks.Lose = _ => false;
        await Poll.Until(async () => await Started(), seconds: 90, milliseconds: 5_000); // a younger event can still arrive

        (await Read("select body->>'name' from stripe.objects where object_id = @id", customer)).ShouldBe("Lost");
        await Await("?state=resolved&type=missed_event");

        // A price that is part of a subscription changes without an event about the subscription.
        await Write(
            "update stripe.objects set body = jsonb_set(body, '{items,data,0,price,active}', 'false') || '{\"status\": \"paused\"}' where object_id = @id",
            subscription
        );
        await Write("delete from stripe.objects where object_id = @id", customer);
        _stage.Server.Faults.Add("GET", "/v1/coupons", Fault.Forbidden()); // it isn't repeated
        await Compare(isDryRun: true);
        (await _stage.App.Get("/api/v1/reconciliations")).GetProperty("data")[0].GetProperty("errors").GetInt64().ShouldBe(1);
        (await Open("outdated_copy")).ShouldBe(0);
        await Compare(isDryRun: false);
        var outdated = await Found("outdated_copy");
        (Text(outdated, "object_id"), Text(outdated, "field"), Text(outdated, "ours"), Text(outdated, "theirs")).ShouldBe(
            (subscription, "status", "paused", "active")
        );
        Text(await Found("missing_here"), "object_id").ShouldBe(customer);

        var preview = await _stage.App.Post("/api/v1/previews", new { operation = "finding.resolve", query = new { state = "open" } });
        await _stage.App.Post("/api/v1/runs", new { preview = preview.GetProperty("id").GetString() });
        await _stage.App.Await("/api/v1/findings?type=outdated_copy", answer => answer.GetProperty("data").GetArrayLength() == 0);
        await _stage.App.Await("/api/v1/findings?type=missing_here", answer => answer.GetProperty("data").GetArrayLength() == 0);
        (await Read("select body->>'status' from stripe.objects where object_id = @id", subscription)).ShouldBe("active");

        async Task<bool> Started()
        {
            await Compare(isDryRun: false);
            return (await _stage.App.Get("/api/v1/findings?state=all&type=missed_event")).GetProperty("data").GetArrayLength() > 0;
        }
    }

    [Fact]
    public async Task Changes_during_a_comparison_are_no_findings()
    {
        var (_, subscription) = await _stage.Subscribe("pm_card_visa");
        await Write(
            """
            insert into stripe.objects (tenant_id, account_id, object_id, mode, type, customer, read_at, body, is_projected)
            select tenant_id, account_id, object_id, 'test', type, customer, read_at, '{}', true from stripe.objects where object_id = @id
            """,
            subscription
        );
        _stage.Server.Webhooks.IsHeld = true;
        await _stage.Stripe(HttpMethod.Post, $"/v1/subscriptions/{subscription}", ("metadata[note]", "in flight"));
        await _stage.Create("/v1/customers", ("name", "In flight"));

        var comparing = Compare(isDryRun: false);
        await Poll.Until(async () => await Read("select count(*)::text from reconciliation.candidates where object_id = @id", subscription) == "1");
        await _stage.Server.Webhooks.Release();
        await comparing;

        foreach (var type in (string[])["missed_event", "missing_here", "missing_at_stripe", "outdated_copy"])
            (await _stage.App.Get($"/api/v1/findings?state=all&type={type}")).GetProperty("data").GetArrayLength().ShouldBe(0, type);
        var run = (await _stage.App.Get("/api/v1/reconciliations")).GetProperty("data")[0];
        run.GetProperty("subscriptions").GetInt64().ShouldBe(1);
        run.GetProperty("errors").GetInt64().ShouldBe(0);
    }

    [Fact]
    public async Task The_money_at_risk_that_needs_attention_depends_on_the_digits_of_the_currency()
    {
        await Write(
            """
            insert into reconciliation.findings
              (tenant_id, finding_id, mode, account_id, type, object_type, object_id, field, amount_minor, currency, severity, first_seen_at, last_seen_at)
            select @id, 'fnd_' || n.currency, 'live', 'acct_1', 'outdated_copy', 'invoice', n.currency, '', n.amount, n.currency, 'medium', now(), now()
              from (values ('JPY', 1), ('EUR', 99), ('USD', 100), ('KWD', 999), ('BHD', 1000)) n(currency, amount)
            """,
            IdGenerator.Platform
        );

        await using var work = await _stage.Console.Database.Read();
        (await new FindingAttention().Find(Mode.Live, work)).Items.Select(item => item.Address[^3..]).ShouldBe(["JPY", "USD", "BHD"], ignoreOrder: true);
    }

    /// <summary>Compares everything and waits for the end.</summary>
    private async Task Compare(bool isDryRun)
    {
        var run = await _stage.App.Run("reconciliation.start", "tnt_platform", new { mode = "live", dry_run = isDryRun });
        await _stage.App.Await(
            "/api/v1/reconciliations",
            answer =>
                answer.GetProperty("data").EnumerateArray().Single(row => Text(row, "requested_by") == Text(run, "id")).GetProperty("ended_at").ValueKind
                is JsonValueKind.String
        );
    }

    private Task<JsonElement> Found(string type) => Await($"?type={type}");

    /// <returns>The only finding that matches, once there is one.</returns>
    private async Task<JsonElement> Await(string query) =>
        (await _stage.App.Await($"/api/v1/findings{query}", answer => answer.GetProperty("data").GetArrayLength() > 0))
            .GetProperty("data")
            .EnumerateArray()
            .ShouldHaveSingleItem();

    private async Task<int> Open(string type) => (await _stage.App.Get($"/api/v1/findings?type={type}")).GetProperty("data").GetArrayLength();

    private async Task<string> Report(string externalId, object report) => Text(await _stage.App.Put($"/api/v1/tenants/ext:{externalId}", report), "id")!;

    private async Task<(string?, string?)> Needed(string tenant)
    {
        await using var work = await _stage.Console.Database.Read();
        var item = (await new FindingAttention().FindFor(tenant, Mode.Live, work)).SingleOrDefault();
        return (item?.Action?.SubjectId, item?.Summary);
    }

    private async Task<string> Page(string address) => await (await _stage.App.Http.GetAsync(address)).EnsureSuccessStatusCode().Content.ReadAsStringAsync();

    private async Task<string?> Read(string sql, string id)
    {
        await using var work = await _stage.Console.Database.Read();
        return await work.One<string>(sql, new { id });
    }

    private async Task Write(string sql, string id)
    {
        await using var work = await _stage.Console.Database.Write(WriteOrigin.Intake("test"), [IdGenerator.Platform]);
        await work.Execute(sql, new { id });
        await work.Commit();
    }

    private static string? Text(JsonElement row, string name) => row.GetProperty(name).GetString();
}
