using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Tests.Plans.Plans;

namespace OwnerConsole.Tests.Plans.Entitlements;

/// <summary>A platform with features and three plans, and an application that checks limits before it acts.</summary>
internal sealed class LimitedPlatform(TestConsole console, TestApplication app)
{
    public const string Check = "/api/v1/entitlements/check",
        Consume = "/api/v1/entitlements/consume",
        Reserve = "/api/v1/entitlements/reserve",
        Reservations = "/api/v1/entitlements/reservations";

    public TestApplication App { get; } = app;

    public static async Task<LimitedPlatform> Open(TestConsole console)
    {
        var limited = new LimitedPlatform(console, await TestApplication.Connect(console));
        if ((await limited.App.Get("/api/v1/features")).GetProperty("data").GetArrayLength() > 0)
            return limited;
        await limited.Declare("sessions", "counter", "session");
        await limited.Declare("exports", "counter", "export", enforcement: "soft");
        await limited.Declare("calls", "counter", "call", enforcement: "burst", burst: 10);
        await limited.Declare("storage", "counter", "GB", decimals: 2);
        await limited.Declare("lifetime", "counter", "credit", resets: "never");
        await limited.Declare("clients", "gauge", "client");
        await limited.App.Run("feature.declare", "tnt_platform", new { key = "sso", name = "Single sign-on" });
        await limited.App.Run(
            "feature.declare",
            "tnt_platform",
            new
            {
                key = "region",
                name = "Region",
                kind = "config",
                allows = "eu",
            }
        );
        await limited.Plan("starter", ("sessions", "100"), ("exports", "5"), ("calls", "100"), ("storage", "2.5"), ("lifetime", "3"));
        await limited.Plan("pro", ("sessions", "500"), ("sso", "on"));
        await limited.Plan("enterprise", ("sessions", "unlimited"), ("sso", "on"), ("region", "ch"));
        return limited;
    }

    public async Task<string> Declare(
        string key,
        string kind,
        string unit,
        string enforcement = "hard",
        int burst = 0,
        int decimals = 0,
        string resets = "month",
        string? allows = null
    ) =>
        (
            await App.Run(
                "feature.declare",
                "tnt_platform",
                new
                {
                    key,
                    name = key,
                    kind,
                    unit,
                    enforcement,
                    burst,
                    decimals,
                    resets,
                    allows,
                }
            )
        ).Created();

    public async Task<string> Plan(string key, params (string Feature, string Allows)[] limits)
    {
        var id = (await PlanTests.Create(App, key, key, 1900)).Created();
        await App.Run("plan.limit", id, new { limits = limits.Select(limit => new { feature = limit.Feature, allows = limit.Allows }), rollout = "all" });
        return id;
    }

    public Task<JsonElement> Limit(string plan, string rollout, string sessions, string? from = null) =>
        App.Run(
            "plan.limit",
            plan,
            new
            {
                limits = new[] { new { feature = "sessions", allows = sessions } },
                rollout,
                from,
            }
        );

    public async Task<List<string?>> Limits(params string[] tenants)
    {
        var limits = new List<string?>();
        foreach (var tenant in tenants)
            limits.Add((await Entitlement(tenant, "sessions")).GetProperty("limit").GetString());
        return limits;
    }

    /// <returns>A tenant on these plans.</returns>
    public async Task<string> On(string name, params string[] plans)
    {
        var id = await App.Tenant($"limits-{name}");
        if (plans.Length > 0)
            await App.Run("tenant.change_plan", id, new { items = plans.Select(plan => new { plan }) });
        return id;
    }

    public async Task<JsonElement> Entitlement(string tenant, string feature) =>
        (await App.Get($"/api/v1/tenants/{tenant}/entitlements"))
            .GetProperty("data")
            .EnumerateArray()
            .Single(view => view.GetProperty("feature").GetString() == feature);

    public Task<(int Status, JsonElement Body)> Refused(string address, string tenant, string feature, string? amount = null) =>
        App.Send(HttpMethod.Post, address, JsonSerializer.Serialize(Asked(tenant, feature, amount)));

    public Task<(int Status, JsonElement Body)> Keyed(string tenant, string feature, string amount, string key) =>
        App.Send(HttpMethod.Post, Consume, JsonSerializer.Serialize(Asked(tenant, feature, amount)), headers: ("Idempotency-Key", key));

    /// <returns>The reservation's id.</returns>
    public async Task<string> Held(string tenant, string feature, string amount) =>
        (await App.Post(Reserve, Reserving(tenant, feature, amount))).GetProperty("id").GetString()!;

    public Task<(int Status, JsonElement Body)> Commit(string reservation, string? amount = null) =>
        App.Send(HttpMethod.Post, $"{Reservations}/{reservation}/commit", JsonSerializer.Serialize(new { amount }));

    public Task<(int Status, JsonElement Body)> Release(string reservation) => App.Send(HttpMethod.Post, $"{Reservations}/{reservation}/release", null);

    /// <summary>Simulates that the tenant's reservations have expired.</summary>
    public async Task Expire(string tenant)
    {
        await Execute("update entitlements.reservations set expires_at = now() - interval '1 second' where tenant_id = @tenant and state = 'held'", tenant);
        await Execute("update entitlements.usage set next_expiry = now() - interval '1 second' where tenant_id = @tenant and next_expiry is not null", tenant);
    }

    /// <summary>Simulates that the current month of the tenant has ended.</summary>
    public async Task TurnPeriod(string tenant)
    {
        await Execute("update entitlements.reservations set period_start = period_start - interval '1 month' where tenant_id = @tenant", tenant);
        await Execute(
            "update entitlements.usage set period_start = period_start - interval '1 month', period_end = now(), limit_until = now() where tenant_id = @tenant",
            tenant
        );
    }

    public async Task Execute(string sql, string tenant)
    {
        await using var work = await console.Database.Write(WriteOrigin.Intake("test"), [tenant, IdGenerator.Platform]);
        await work.Execute(sql, new { tenant });
        await work.Commit();
    }

    public static Dictionary<string, string?> Asked(string tenant, string feature, string? amount = null) =>
        new()
        {
            ["tenant"] = tenant,
            ["feature"] = feature,
            ["amount"] = amount,
        };

    public static object Reserving(string tenant, string feature, string? amount, int seconds = 600) =>
        new
        {
            tenant,
            feature,
            amount,
            ttl_seconds = seconds,
        };

    public static List<string?> Said(JsonElement answer, params string[] members) => [.. members.Select(member => answer.GetProperty(member).GetString())];
}
