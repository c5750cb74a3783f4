using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Fixtures;
using OwnerConsole.Plans.Entitlements;

namespace OwnerConsole.Tests.Plans.Entitlements;

/// <summary>Plans, add-ons, grants and overrides decide what a tenant can use. The numbers in the names are the rules of the limits' design.</summary>
public sealed class EntitlementTests(TestConsole console) : IClassFixture<TestConsole>, IAsyncLifetime
{
    private LimitedPlatform _limited = null!; // set before each test

    public async ValueTask InitializeAsync() => _limited = await LimitedPlatform.Open(console);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Rule_2_an_override_takes_precedence_over_the_plan_and_expires_on_time()
    {
        var acme = await _limited.On("override", "starter");
        await _limited.App.Post(LimitedPlatform.Consume, LimitedPlatform.Asked(acme, "sessions", "100"));

        await _limited.App.Run(
            "tenant.override_limit",
            acme,
            new
            {
                feature = "sessions",
                allows = "101",
                reason = "A busy week",
                until = "2030-01-01",
            }
        );
        await _limited.App.Post(LimitedPlatform.Consume, LimitedPlatform.Asked(acme, "sessions"));
        var (_, byOverride) = await _limited.Refused(LimitedPlatform.Consume, acme, "sessions");
        await _limited.Execute("update entitlements.overrides set until_at = now() - interval '1 second' where tenant_id = @tenant", acme);
        var (_, byPlan) = await _limited.Refused(LimitedPlatform.Consume, acme, "sessions");

        byOverride.GetProperty("source").GetString().ShouldBe("override");
        byPlan.GetProperty("source").GetString().ShouldBe("plan_version");
        LimitedPlatform.Said(byPlan, "limit", "used", "remaining").ShouldBe(["100", "101", "0"]);
    }

    [Fact]
    public async Task Rule_2_a_cached_limit_expires_with_its_override()
    {
        var acme = await _limited.On("ends", "starter");
        await _limited.App.Run(
            "tenant.override_limit",
            acme,
            new
            {
                feature = "sessions",
                allows = "5",
                reason = "A pilot",
                until = "2030-01-01",
            }
        );
        await _limited.App.Post(LimitedPlatform.Consume, LimitedPlatform.Asked(acme, "sessions", "5"));

        // Simulates that the override and its copy in the row of the period have expired.
        await _limited.Execute("update entitlements.usage set limit_until = now() where tenant_id = @tenant", acme);
        await _limited.Execute("update entitlements.overrides set until_at = now() where tenant_id = @tenant", acme);
        await _limited.Execute("update entitlements.revisions set revision = revision - 1 where tenant_id = @tenant", acme); // Time passes without a write.

        (await _limited.App.Post(LimitedPlatform.Consume, LimitedPlatform.Asked(acme, "sessions"))).GetProperty("limit").GetString().ShouldBe("100");
    }

    [Fact]
    public async Task Rule_2_the_most_generous_of_several_plans_counts_for_each_feature()
    {
        var acme = await _limited.On("several", "starter", "pro");

        (await _limited.Entitlement(acme, "sessions")).GetProperty("limit").GetString().ShouldBe("500");
        (await _limited.App.Post(LimitedPlatform.Check, LimitedPlatform.Asked(acme, "sso"))).GetProperty("allows").GetString().ShouldBe("on");
        (await _limited.App.Post(LimitedPlatform.Check, LimitedPlatform.Asked(acme, "region"))).GetProperty("allows").GetString().ShouldBe("eu");
    }

    [Fact]
    public async Task A_free_grant_gives_the_limits_of_its_plan_until_it_expires()
    {
        var acme = await _limited.On("given");
        await _limited.App.Run("tenant.grant", acme, new { plan = "enterprise", until = "2030-01-01" });

        var held = await _limited.Entitlement(acme, "region");
        await _limited.Execute("update grants.grants set until_at = now() where tenant_id = @tenant", acme);

        held.GetProperty("allows").GetString().ShouldBe("ch");
        (await _limited.Entitlement(acme, "region")).GetProperty("allows").GetString().ShouldBe("eu");
    }

    [Fact]
    public async Task Rule_10_an_upgrade_raises_the_limit_at_once_and_keeps_the_usage()
    {
        var acme = await _limited.On("upgrade", "starter");
        await _limited.App.Post(LimitedPlatform.Consume, LimitedPlatform.Asked(acme, "sessions", "100"));
        (await _limited.Refused(LimitedPlatform.Consume, acme, "sessions")).Status.ShouldBe(402);

        await _limited.App.Run("tenant.change_plan", acme, new { items = new[] { new { plan = "pro" } } });

        LimitedPlatform
            .Said(await _limited.App.Post(LimitedPlatform.Consume, LimitedPlatform.Asked(acme, "sessions")), "used", "limit")
            .ShouldBe(["101", "500"]);
    }

    [Fact]
    public async Task Rule_10_subscribers_keep_their_version_unless_a_new_one_is_for_all()
    {
        var id = await _limited.Plan("versions", ("sessions", "10"));
        var before = await _limited.On("before", "versions");

        await _limited.Limit(id, "new", "20");
        var after = await _limited.On("after", "versions");
        (await _limited.Limits(before, after)).ShouldBe(["10", "20"]);

        var toAll = await _limited.Limit(id, "all", "30");
        (await _limited.Limits(before, after)).ShouldBe(["30", "30"]);

        await _limited.App.Undo(toAll);
        (await _limited.Limits(before, after)).ShouldBe(["10", "20"]);
    }

    [Fact]
    public async Task Rule_10_a_scheduled_version_applies_to_new_subscribers_at_once()
    {
        var id = await _limited.Plan("dated", ("sessions", "10"));
        var before = await _limited.On("dated-before", "dated");
        await _limited.App.Post(LimitedPlatform.Consume, LimitedPlatform.Asked(before, "sessions", "10"));

        await _limited.Limit(id, "from", "20", "2030-01-01");
        var after = await _limited.On("dated-after", "dated");
        (await _limited.Limits(before, after)).ShouldBe(["10", "20"]);
        (await _limited.Refused(LimitedPlatform.Consume, before, "sessions")).Status.ShouldBe(402);

        await _limited.Execute("update plans.versions set rollout_at = now() where plan_id = @tenant and rollout = 'from'", id);
        LimitedPlatform
            .Said(await _limited.App.Post(LimitedPlatform.Consume, LimitedPlatform.Asked(before, "sessions")), "used", "limit")
            .ShouldBe(["11", "20"]);
    }

    [Fact]
    public async Task Rule_14_a_batch_check_answers_each_tenant_and_feature_separately()
    {
        var (one, two) = (await _limited.On("many-1", "starter"), await _limited.On("many-2", "pro"));

        var answer = await _limited.App.Post(
            "/api/v1/entitlements/check-many",
            new { tenants = new[] { one, "ext:limits-many-2", "ext:nobody" }, features = new[] { "sessions", "sso", "gone" } }
        );

        var rows = answer.GetProperty("data").EnumerateArray().ToList();
        rows.Select(row => row.GetProperty("tenant_id").GetString()).ShouldBe([one, two, null]);
        rows[2].GetProperty("code").GetString().ShouldBe("not_found");
        rows[0].GetProperty("unknown_features")[0].GetString().ShouldBe("gone");
        rows[0].GetProperty("entitlements").EnumerateArray().Select(view => view.GetProperty("allowed").GetBoolean()).ShouldBe([false, true]); // Single sign-on, sessions.
        rows[1].GetProperty("entitlements").EnumerateArray().Select(view => view.GetProperty("allowed").GetBoolean()).ShouldBe([true, true]);
    }

    [Fact]
    public async Task A_key_scoped_to_a_tenant_reaches_no_other_tenant()
    {
        var (mine, other) = (await _limited.On("mine", "starter"), await _limited.On("other", "starter"));
        var scoped = await TestApplication.Connect(console, onlyTenant: mine);

        (await scoped.Post(LimitedPlatform.Consume, LimitedPlatform.Asked(mine, "sessions"))).GetProperty("used").GetString().ShouldBe("1");
        (await scoped.Post(LimitedPlatform.Check, LimitedPlatform.Asked(mine, "sessions"))).GetProperty("limit").GetString().ShouldBe("100");
        (await scoped.Send(HttpMethod.Post, LimitedPlatform.Consume, JsonSerializer.Serialize(LimitedPlatform.Asked(other, "sessions")))).Status.ShouldBe(404);
        (await scoped.Send(HttpMethod.Post, LimitedPlatform.Check, JsonSerializer.Serialize(LimitedPlatform.Asked(other, "sessions")))).Status.ShouldBe(404);
    }

    [Fact]
    public async Task A_retired_feature_is_unknown_until_undo_restores_it_with_its_usage()
    {
        var acme = await _limited.On("retired");
        var declared = await _limited.Declare("short-lived", "counter", "thing", allows: "2");
        await _limited.App.Post(LimitedPlatform.Consume, LimitedPlatform.Asked(acme, "short-lived"));

        var retired = await _limited.App.Run("feature.retire", declared);
        (await _limited.Refused(LimitedPlatform.Consume, acme, "short-lived")).Body.GetProperty("code").GetString().ShouldBe("unknown_feature");
        await _limited.App.Undo(retired);

        LimitedPlatform
            .Said(await _limited.App.Post(LimitedPlatform.Consume, LimitedPlatform.Asked(acme, "short-lived")), "used", "limit")
            .ShouldBe(["2", "2"]);
    }
}
