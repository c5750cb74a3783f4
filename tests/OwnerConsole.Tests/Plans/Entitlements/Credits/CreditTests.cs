using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Fixtures;
using OwnerConsole.Plans.Entitlements;
using OwnerConsole.Plans.Entitlements.Claims;

namespace OwnerConsole.Tests.Plans.Entitlements.Credits;

/// <summary>Rule 16 of the limits' design: credits pay for usage beyond the plan in a fixed order, and the ledger always adds up.</summary>
public sealed class CreditTests(TestConsole console) : IClassFixture<TestConsole>, IAsyncLifetime
{
    private CreditPlatform _credits = null!; // set before each test

    public async ValueTask InitializeAsync() => _credits = await CreditPlatform.Open(console);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Included_usage_is_used_before_credits()
    {
        var acme = await _credits.Limited.On("credits", "starter");
        (await _credits.Use(acme, "90")).GetProperty("used").GetString().ShouldBe("90");
        (await _credits.TryUse(acme, "20")).ShouldBe(402);

        var credit = await _credits.Grant(acme, "50");
        await _credits.Use(acme, "40");
        var (status, refused) = await _credits.Limited.Refused(LimitedPlatform.Consume, acme, "sessions", "21");

        LimitedPlatform
            .Said(await _credits.Limited.Entitlement(acme, "sessions"), "limit", "used", "remaining", "credits", "from_credits")
            .ShouldBe(["100", "130", "20", "20", "30"]);
        (await _credits.Grants(acme)).ShouldBe(new Dictionary<string, string> { [credit] = "20 open" });
        (await _credits.Movements(acme)).ShouldBe(["granted 50", "spent 30"]);
        status.ShouldBe(402);
        LimitedPlatform.Said(refused, "limit", "used", "remaining").ShouldBe(["100", "130", "20"]);
        (await _credits.Use(acme, "20")).GetProperty("used").GetString().ShouldBe("150");
        (await _credits.Grants(acme)).ShouldBe(new Dictionary<string, string> { [credit] = "0 used" });
        (await _credits.TryUse(acme, "1")).ShouldBe(402);
        await _credits.CheckSums(acme);
    }

    [Theory]
    [InlineData("100 2030-01-01, 50 2030-01-01", "second")] // A lower priority number comes first.
    [InlineData("100 2031-01-01, 100 2030-01-01", "second")] // Then the earlier expiry.
    [InlineData("100 , 100 2030-01-01", "second")] // A grant without expiry is last.
    [InlineData("50 , 100 2030-01-01", "first")]
    [InlineData("100 2030-01-01, 100 2030-01-01", "first")] // Then the older grant.
    public async Task Credits_are_spent_by_priority_then_expiry_then_age(string grants, string burnt)
    {
        var acme = await _credits.Limited.On($"order-{grants}-{burnt}");
        var ids = new List<string>();
        foreach (
            var (priority, until) in grants
                .Split(", ")
                .Select(grant => grant.Split(' '))
                .Select(parts => (int.Parse(parts[0], CultureInfo.InvariantCulture), parts[1]))
        )
            ids.Add(await _credits.Grant(acme, "10", priority: priority, until: until is "" ? null : until));

        await _credits.Use(acme, "4");
        await _credits.Use(acme, "8");

        var (first, second) = burnt is "first" ? (ids[0], ids[1]) : (ids[1], ids[0]);
        (await _credits.Grants(acme)).ShouldBe(new Dictionary<string, string> { [first] = "0 used", [second] = "8 open" }, ignoreOrder: true);
        (await _credits.Movements(acme)).ShouldBe(["granted 10", "granted 10", "spent 4", "spent 6", "spent 2"]);
        await _credits.CheckSums(acme);
    }

    [Fact]
    public async Task Concurrent_claims_spend_exactly_the_plan_and_the_credits()
    {
        var acme = await _credits.Limited.On("credit-crowd", "starter");
        await _credits.Grant(acme, "30");
        await _credits.Grant(acme, "25", priority: 1);
        await _credits.Grant(acme, "8", until: "2030-01-01");
        var claims = console.Services.GetRequiredService<ClaimProcessor>();
        // A second instance on the same database, like a second node.
        var other = new ClaimProcessor(console.Database);

        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 64)
                .Select(caller =>
                    Task.Run(async () =>
                    {
                        var granted = 0;
                        for (var turn = 0; turn < 5; turn++)
                            if ((await (caller % 2 == 0 ? claims : other).Consume(acme, "sessions", 1, turn == 0 ? $"crowd:{caller}" : null)).Refused is null)
                                granted++;
                        return granted;
                    })
                )
        );

        answers.Sum().ShouldBe(163);
        LimitedPlatform
            .Said(await _credits.Limited.Entitlement(acme, "sessions"), "used", "remaining", "credits", "from_credits")
            .ShouldBe(["163", "0", null, "63"]);
        (await _credits.Grants(acme)).Values.ShouldBe(["0 used", "0 used", "0 used"]);
        await _credits.CheckSums(acme);
    }

    [Fact]
    public async Task Voiding_a_grant_during_concurrent_claims_spends_no_voided_credit()
    {
        var acme = await _credits.Limited.On("void-crowd");
        var (keeps, goes) = (await _credits.Grant(acme, "40"), await _credits.Grant(acme, "400", priority: 1));
        var claims = console.Services.GetRequiredService<ClaimProcessor>();

        var using_ = Task.WhenAll(
            Enumerable
                .Range(0, 16)
                .Select(_ =>
                    Task.Run(async () =>
                    {
                        for (var turn = 0; turn < 30; turn++)
                            await claims.Consume(acme, "sessions", 1, null);
                    })
                )
        );
        var run = await _credits.App.Run("credit.void", goes);
        await using_;

        run.GetProperty("state").GetString().ShouldBe("done");
        await _credits.CheckSums(acme);
        var entitlement = await _credits.Limited.Entitlement(acme, "sessions");
        entitlement.GetProperty("used").GetString().ShouldBe(entitlement.GetProperty("from_credits").GetString());
        (await _credits.Grants(acme))[goes].ShouldBe("0 voided");
        (await _credits.Grants(acme))[keeps].ShouldBe("0 used"); // Some of the 480 claims were refused.
    }

    [Fact]
    public async Task Credits_do_not_pay_for_earlier_usage_above_the_limit()
    {
        var acme = await _credits.Limited.On("downgraded", "pro");
        await _credits.Use(acme, "300");
        await _credits.App.Run("tenant.change_plan", acme, new { items = new[] { new { plan = "starter" } } });
        (await _credits.TryUse(acme, "1")).ShouldBe(402);

        await _credits.Grant(acme, "10");

        (await _credits.Use(acme, "4")).GetProperty("used").GetString().ShouldBe("304");
        LimitedPlatform.Said(await _credits.Limited.Entitlement(acme, "sessions"), "remaining", "credits", "from_credits").ShouldBe(["6", "6", "4"]);
        (await _credits.TryUse(acme, "7")).ShouldBe(402);
        await _credits.CheckSums(acme);
    }

    [Fact]
    public async Task A_larger_plan_includes_its_full_limit_next_to_spent_credits()
    {
        var acme = await _credits.Limited.On("upgraded", "starter");
        await _credits.Grant(acme, "50");
        await _credits.Use(acme, "130");

        await _credits.App.Run("tenant.change_plan", acme, new { items = new[] { new { plan = "pro" } } });
        await _credits.Use(acme, "400");

        LimitedPlatform
            .Said(await _credits.Limited.Entitlement(acme, "sessions"), "limit", "used", "remaining", "credits", "from_credits")
            .ShouldBe(["500", "530", "20", "20", "30"]);
        await _credits.Use(acme, "20");
        (await _credits.TryUse(acme, "1")).ShouldBe(402);
        await _credits.CheckSums(acme);
    }

    [Fact]
    public async Task Credits_are_spent_before_overage_and_before_burst()
    {
        var acme = await _credits.Limited.On("soft-credits", "starter");
        await _credits.Grant(acme, "10", "exports");
        await _credits.Grant(acme, "10", "calls");

        await _credits.Use(acme, "20", "exports");
        await _credits.Use(acme, "120", "calls");

        LimitedPlatform.Said(await _credits.Limited.Entitlement(acme, "exports"), "used", "credits", "from_credits").ShouldBe(["20", null, "10"]);
        LimitedPlatform.Said(await _credits.Limited.Entitlement(acme, "calls"), "used", "remaining", "from_credits").ShouldBe(["120", "0", "10"]);
        (await _credits.TryUse(acme, "1", "calls")).ShouldBe(402);
        await _credits.CheckSums(acme);
    }

    [Fact]
    public async Task Unlimited_plans_spend_no_credits_and_new_periods_start_with_included_usage()
    {
        var (all, acme) = (await _credits.Limited.On("all-credits", "enterprise"), await _credits.Limited.On("turned-credits", "starter"));
        await _credits.Grant(all, "10");
        await _credits.Use(all, "1000");
        await _credits.Grant(acme, "50");
        await _credits.Use(acme, "120");
        await _credits.Limited.TurnPeriod(acme);

        await _credits.Use(acme, "110");

        (await _credits.Movements(all)).ShouldBe(["granted 10"]);
        LimitedPlatform
            .Said(await _credits.Limited.Entitlement(acme, "sessions"), "used", "remaining", "credits", "from_credits")
            .ShouldBe(["110", "20", "20", "10"]);
        await _credits.CheckSums(acme);
    }

    [Fact]
    public async Task A_reservation_counts_against_credits_and_spends_them_on_commit()
    {
        var acme = await _credits.Limited.On("held-credits", "starter");
        var credit = await _credits.Grant(acme, "50");
        var held = await _credits.Limited.Held(acme, "sessions", "140");
        (await _credits.TryUse(acme, "11")).ShouldBe(402);
        (await _credits.Grants(acme))[credit].ShouldBe("50 open");

        (await _credits.Limited.Commit(held, "151")).Status.ShouldBe(402);
        await _credits.Limited.Commit(held, "130");

        (await _credits.Grants(acme))[credit].ShouldBe("20 open");
        LimitedPlatform.Said(await _credits.Limited.Entitlement(acme, "sessions"), "used", "reserved", "remaining").ShouldBe(["130", "0", "20"]);
        await _credits.CheckSums(acme);
    }

    [Fact]
    public async Task A_reservation_can_be_committed_after_its_credits_expired()
    {
        var acme = await _credits.Limited.On("held-expired", "starter");
        var credit = await _credits.Grant(acme, "50", until: "2030-01-01");
        var held = await _credits.Limited.Held(acme, "sessions", "130");

        await _credits.ExpireGrant(acme, credit);
        var refused = await _credits.TryUse(acme, "1");
        var committed = await _credits.Limited.Commit(held);

        refused.ShouldBe(402);
        LimitedPlatform.Said(committed.Body, "state", "used").ShouldBe(["committed", "130"]);
        LimitedPlatform.Said(await _credits.Limited.Entitlement(acme, "sessions"), "used", "remaining", "from_credits").ShouldBe(["130", "0", null]);
        await _credits.RunUpkeep();
        (await _credits.Movements(acme)).ShouldBe(["granted 50", "expired 50"]);
        await _credits.CheckSums(acme);
    }

    [Fact]
    public async Task Credits_expire_on_time_even_before_the_expiry_is_recorded()
    {
        var acme = await _credits.Limited.On("expired-credits", "starter");
        var (goes, stays) = (await _credits.Grant(acme, "50", until: "2030-01-01"), await _credits.Grant(acme, "5"));
        await _credits.Use(acme, "120");

        await _credits.ExpireGrant(acme, goes);

        (await _credits.TryUse(acme, "6")).ShouldBe(402);
        await _credits.Use(acme, "5");
        (await _credits.Grants(acme)).ShouldBe(new Dictionary<string, string> { [goes] = "0 expired", [stays] = "0 used" }, ignoreOrder: true);
        await _credits.RunUpkeep();
        await _credits.RunUpkeep();
        (await _credits.Movements(acme)).ShouldBe(["granted 50", "granted 5", "spent 20", "spent 5", "expired 30"], ignoreOrder: true);
        await _credits.CheckSums(acme);
    }
}
