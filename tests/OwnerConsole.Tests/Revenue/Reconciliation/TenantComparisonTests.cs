using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Tests.FakeStripes;
using OwnerConsole.Tests.Revenue.Stripe;

namespace OwnerConsole.Tests.Revenue.Reconciliation;

/// <summary>A person compares some tenants with Stripe.</summary>
[Slow(30, "Reconciliation")]
public sealed class TenantComparisonTests : IAsyncLifetime
{
    private StripeStage _stage = null!; // set before each test

    public async ValueTask InitializeAsync() => _stage = await StripeStage.OpenCopied(Mode.Live);

    public ValueTask DisposeAsync() => _stage.DisposeAsync();

    [Fact]
    public async Task A_tenant_is_compared_with_everything_it_has_and_others_are_left_out()
    {
        var tenant = await _stage.App.Tenant("lumen", "Lumen");
        (await _stage.App.Refusal("tenant.compare_stripe", tenant)).ShouldBe("no_customer");
        var price = await _stage.Price("Pro", 4_900);
        var subscription = await _stage.SubscribeTenant(tenant, price);
        var other = await _stage.SubscribeTenant(await _stage.App.Tenant("other", "Other"), price);
        await _stage.Projected();
        var invoice = (await _stage.App.Get($"/api/v1/invoices?tenant={tenant}")).GetProperty("data")[0].GetProperty("id").GetString()!;
        await Write("update stripe.objects set body = body || '{\"status\": \"paused\"}' where object_id = any(@ids)", subscription, other);
        await Write("delete from stripe.objects where object_id = any(@ids)", invoice);
        await Write(
            "update stripe.objects set body = body || '{\"balance\": 700}' where type = 'customer' and object_id in (select customer from stripe.objects where object_id = any(@ids))",
            subscription
        );
        _stage.Server.Requests.Clear();

        await Compare(tenant);

        (await Open("outdated_copy")).ShouldBe(["balance", "status"], ignoreOrder: true);
        (await Open("missing_here")).ShouldBe([null]);
        (await Page($"/tenants/{tenant}/billing")).ShouldContain("Compared with Stripe");
        var totals = (await _stage.App.Get("/api/v1/findings/totals")).GetProperty("data").EnumerateArray().ToList();
        totals.Single(row => row.GetProperty("type").GetString() == "outdated_copy").GetProperty("open").GetInt64().ShouldBe(2);
        totals.Single(row => row.GetProperty("type").GetString() == "missing_here").GetProperty("at_risk")[0].GetProperty("amount").GetInt64().ShouldBe(4_900);
        (await StripeContract.Check(_stage.Server.Requests.All)).ShouldBeEmpty();

        await Write("update stripe.objects set body = body || '{\"status\": \"active\"}' where object_id = any(@ids)", subscription);
        await Compare(tenant);
        (await Open("outdated_copy")).ShouldBe(["balance"]); // the other one has ended, because it was compared and agrees

        for (var number = 0; number < 30; number++) // more than a run executes at once
            await _stage.Create("/v1/customers", ("name", "Many"), ("metadata[tenant_id]", await _stage.App.Tenant($"many-{number}", "Many")));
        await _stage.Projected();
        var preview = await _stage.App.Post("/api/v1/previews", new { operation = "tenant.compare_stripe", query = new { q = "Many" } });
        var run = await _stage.App.Post("/api/v1/runs", new { preview = preview.GetProperty("id").GetString(), reason = "Check all" });
        var ended = await _stage.App.Await(
            $"/api/v1/runs/{run.GetProperty("id").GetString()}",
            now => now.GetProperty("state").GetString() is "done" or "partly" or "failed"
        );
        ended.GetProperty("state").GetString().ShouldBe("done");
    }

    [Fact]
    public async Task The_page_of_a_user_offers_to_restore_the_access_of_a_tenant_that_pays()
    {
        var tenant = await _stage.App.Tenant("lumen", "Lumen", members: 1);
        var member = (await _stage.App.Get($"/api/v1/tenants/{tenant}/members")).GetProperty("data")[0].GetProperty("id").GetString()!;
        await _stage.App.Run("tenant.suspend", tenant, new { cause = "billing" });
        await _stage.SubscribeTenant(tenant, await _stage.Price("Pro", 4_900));
        await _stage.Projected();
        await _stage.App.Await("/api/v1/findings?type=charged_without_access", answer => answer.GetProperty("data").GetArrayLength() == 1);

        (await Page($"/members/{member}")).ShouldContain("Restore access");
    }

    private async Task Compare(string tenant)
    {
        var run = (await _stage.App.Run("tenant.compare_stripe", tenant)).GetProperty("id").GetString();
        await _stage.App.Await(
            "/api/v1/reconciliations",
            answer =>
                answer.GetProperty("data").EnumerateArray().Single(row => row.GetProperty("requested_by").GetString() == run) is var compared
                && compared.GetProperty("kind").GetString() == "customers"
                && compared.GetProperty("ended_at").ValueKind is JsonValueKind.String
        );
    }

    /// <returns>Fields of the open findings of a type.</returns>
    private async Task<IEnumerable<string?>> Open(string type) =>
        (await _stage.App.Get($"/api/v1/findings?type={type}")).GetProperty("data").EnumerateArray().Select(row => row.GetProperty("field").GetString());

    private async Task<string> Page(string address) => await (await _stage.App.Http.GetAsync(address)).EnsureSuccessStatusCode().Content.ReadAsStringAsync();

    private async Task Write(string sql, params string[] ids)
    {
        await using var work = await _stage.Console.Database.Write(WriteOrigin.Intake("test"), [IdGenerator.Platform]);
        await work.Execute(sql, new { ids });
        await work.Commit();
    }
}
