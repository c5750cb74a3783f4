using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Tests.Plans.Plans;

namespace OwnerConsole.Tests.Plans.Upgrades;

/// <summary>A platform that sells plans, and an application whose tenants request upgrades.</summary>
internal sealed class UpgradePlatform(TestConsole console, TestApplication app)
{
    public TestApplication App { get; } = app;

    public static async Task<UpgradePlatform> Open(TestConsole console)
    {
        var upgrades = new UpgradePlatform(console, await TestApplication.Connect(console));
        if ((await upgrades.App.Get("/api/v1/plans")).GetProperty("data").GetArrayLength() > 0)
            return upgrades;
        await PlanTests.Create(upgrades.App, "starter", "Starter", 1900);
        await PlanTests.Create(upgrades.App, "pro", "Pro", 4900);
        await PlanTests.Create(upgrades.App, "enterprise", "Enterprise", 19900);
        await PlanTests.Create(upgrades.App, "seats", "Seats", 900);
        return upgrades;
    }

    /// <returns>A tenant on these plans.</returns>
    public async Task<string> On(string name, params string[] plans)
    {
        var id = await App.Tenant(name);
        if (plans.Length > 0)
            await App.Put($"/api/v1/tenants/{id}", new { plan_items = plans.Select(plan => new { plan }) });
        return id;
    }

    public Task<JsonElement> RequestUpgrade(string tenant, string plan, string? reason = null, string[]? replaces = null, string? member = null) =>
        App.Post(Address(tenant), Body(plan, reason, replaces, member));

    public async Task<string> RequestedId(string tenant, string plan, string? reason = null, string[]? replaces = null) =>
        (await RequestUpgrade(tenant, plan, reason, replaces)).GetProperty("id").GetString()!;

    /// <returns>The status and the problem's code.</returns>
    public async Task<(int Status, string? Code)> Refused(string tenant, string plan, string[]? replaces = null, string? member = null) =>
        await StatusAndCode(App.Send(HttpMethod.Post, Address(tenant), Json.Text(Body(plan, null, replaces, member))));

    public Task<(int Status, JsonElement Body)> Keyed(string tenant, string plan, string key) =>
        App.Send(HttpMethod.Post, Address(tenant), Json.Text(Body(plan, null, null, null)), headers: ("Idempotency-Key", key));

    public Task<JsonElement> Request(string id) => App.Get($"/api/v1/upgrade-requests/{id}");

    public async Task<string?> State(string id) => (await Request(id)).GetProperty("state").GetString();

    public Task<(int Status, JsonElement Body)> Cancel(string id) => App.Send(HttpMethod.Post, $"/api/v1/upgrade-requests/{id}/cancel");

    public async Task<string> CurrentPlans(string tenant) =>
        string.Join(
            ", ",
            (await App.Get($"/api/v1/tenants/{tenant}"))
                .GetProperty("plan_items")
                .EnumerateArray()
                .Select(item => $"{item.GetProperty("plan").GetString()} {item.GetProperty("quantity").GetInt32()}")
        );

    /// <returns>Events of a tenant with their data, in order.</returns>
    public async Task<List<string>> LoggedEvents(string tenant, string kind = "upgrade.%")
    {
        await using var work = await console.Database.Read();
        return
        [
            .. await work.List<string>(
                "select event || ' ' || data from core.log where tenant_id = @tenant and event like @kind order by id",
                new { tenant, kind }
            ),
        ];
    }

    public static async Task<(int Status, string? Code)> StatusAndCode(Task<(int Status, JsonElement Body)> answer)
    {
        var (status, body) = await answer;
        return (status, body.TryGetProperty("code", out var code) ? code.GetString() : null);
    }

    private static string Address(string tenant) => $"/api/v1/tenants/{tenant}/upgrade-requests";

    private static object Body(string plan, string? reason, string[]? replaces, string? member) =>
        new
        {
            plan,
            reason,
            replaces,
            member,
        };
}
