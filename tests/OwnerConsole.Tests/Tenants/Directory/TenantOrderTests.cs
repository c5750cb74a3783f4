using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Tenants.Directory;
using OwnerConsole.Tests.Plans.Plans;
using OwnerConsole.Tests.Revenue.Movements;

namespace OwnerConsole.Tests.Tenants.Directory;

/// <summary>The directory lists tenants that need attention first, then by MRR, then by name.</summary>
public sealed partial class TenantOrderTests : OwnConsole
{
    [Fact]
    public async Task Urgent_tenants_come_first_then_the_highest_revenue_then_the_name()
    {
        await PlanTests.Create(App, "usd", "A dollar", 100); // So a quantity equals an amount in dollars.
        foreach (var name in new[] { "abe", "cid", "xen", "yak", "zed" })
            await App.Tenant(name, name);
        await App.Since("ann", "2026-01-01", RevenueReports.Active(("usd", 50)));
        await App.Since("bob", "2026-01-01", RevenueReports.Active(("usd", 1000)));
        await App.Put("/api/v1/tenants/ext:yak", new { lifecycle = "trial", trial_ends_at = TimeProvider.System.GetUtcNow().AddDays(3) });
        await App.Post("/api/v1/tenants/ext:xen/upgrade-requests", new { plan = "usd" });
        await Force("update core.tenant_status set past_due = true where tenant_id = (select tenant_id from core.tenants where external_id = 'zed')");

        var urgent = await Order();
        await Force("update core.tenant_status set past_due = false");
        await App.Put("/api/v1/tenants/ext:yak", new { lifecycle = "active" });
        var later = await Order();

        urgent.ShouldBe(["zed", "xen", "yak", "bob", "ann", "abe", "cid"]);
        later.ShouldBe(["xen", "bob", "ann", "abe", "cid", "yak", "zed"]);
        await Owner.Get("/tenants");
        Ids().Matches(Owner.Page).Select(match => match.Groups[1].Value).ShouldBe(later);
        Owner.Page.ShouldContain("Needs attention today");
    }

    [Fact]
    public async Task Past_due_tenants_need_attention()
    {
        var acme = await App.Tenant("acme", "Acme");
        await Force("update core.tenant_status set past_due = true");

        await Owner.Get("/overview");

        Owner.Page.ShouldContain("The payment of Acme is past due.");
        Owner.Page.ShouldContain($"href=\"/tenants/{acme}\"");
    }

    [Fact]
    public async Task A_page_of_many_tenants_reads_only_its_own_rows()
    {
        await Force(
            """
            insert into core.tenants (tenant_id, mode, external_id, name, opened_at, reported_at, urgency, mrr)
            select 'tnt_' || lpad(n::text, 26, '0'), 'live', 'ext-' || n, 'Studio ' || n, now(), now(), n % 4, n % 100 from generate_series(1, 10000) n;
            analyze core.tenants
            """
        );
        var list = Console.Services.GetRequiredService<TenantList>();
        var filter = new TenantFilter(Mode.Live) { Sort = TenantSort.Find(TenantSort.Attention) };
        await using var work = await Console.Database.Read();
        var halfway = (
            await work.List<string>(
                $"select urgency::text || lpad((1000000000000000 - mrr)::text, 16, '0') || sort_name from core.tenants order by 1 offset 5000 limit 1"
            )
        )[0];

        foreach (var page in new[] { filter, filter with { Cursor = Cursor.Of(halfway, "tnt_") } })
        {
            var plan = string.Join('\n', await work.List<string>($"explain (analyze, costs off, timing off, summary off) {list.Page(page)}", page.Arguments));

            plan.ShouldContain("tenants_by_attention");
            plan.ShouldNotContain("Sort Key");
            plan.ShouldNotContain("Rows Removed");
        }
    }

    /// <returns>External IDs in the order of the API, over several pages.</returns>
    private async Task<IReadOnlyList<string>> Order()
    {
        await Console.WaitForRevenue();
        await Console.Services.GetRequiredService<TenantPriorities>().Update(TestContext.Current.CancellationToken);
        var ids = new List<string>();
        for (string? cursor = ""; cursor is not null; )
        {
            var page = await App.Get($"/api/v1/tenants?sort=attention&limit=2{(cursor.Length == 0 ? "" : $"&cursor={cursor}")}");
            ids.AddRange(page.GetProperty("data").EnumerateArray().Select(row => row.GetProperty("external_id").GetString()!));
            cursor = page.GetProperty("next_cursor").GetString();
        }
        return ids;
    }

    private Task Force(string sql) => TestCluster.Current.Force(Console.Options.Connections, sql);

    [GeneratedRegex("""<span class="who-id"><span class="mono">([^<]+)</span>""")]
    private static partial Regex Ids();
}
