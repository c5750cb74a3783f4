using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Fixtures;
using OwnerConsole.Tenants.Entitlements;

namespace OwnerConsole.Tests.Tenants.Entitlements.Credits;

/// <summary>Rule 16 of the limits' design: credits pay for what a plan doesn't include, in their order, and the ledger always sums.</summary>
public sealed class CreditTests(TestConsole console) : IClassFixture<TestConsole>, IAsyncLifetime
{
    private CreditPlatform _credited = null!; // set before each test

    public async ValueTask InitializeAsync() => _credited = await CreditPlatform.Open(console);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task What_the_plan_includes_is_used_first_and_credits_pay_for_the_rest()
    {
        var acme = await _credited.Limited.On("credits", "starter");
        (await _credited.Use(acme, "90")).GetProperty("used").GetString().ShouldBe("90");
        (await _credited.Try(acme, "20")).ShouldBe(402);

        var credit = await _credited.Grant(acme, "50");
        await _credited.Use(acme, "40");
        var (status, refused) = await _credited.Limited.Refused(LimitedPlatform.Consume, acme, "sessions", "21");

        LimitedPlatform
            .Said(await _credited.Limited.Entitlement(acme, "sessions"), "limit", "used", "remaining", "credits", "from_credits")
            .ShouldBe(["100", "130", "20", "20", "30"]);
        (await _credited.Grants(acme)).ShouldBe(new Dictionary<string, string> { [credit] = "20 open" });
        (await _credited.Moved(acme)).ShouldBe(["granted 50", "spent 30"]);
        status.ShouldBe(402);
        LimitedPlatform.Said(refused, "limit", "used", "remaining").ShouldBe(["100", "130", "20"]);
        (await _credited.Use(acme, "20")).GetProperty("used").GetString().ShouldBe("150");
        (await _credited.Grants(acme)).ShouldBe(new Dictionary<string, string> { [credit] = "0 used" });
        (await _credited.Try(acme, "1")).ShouldBe(402);
        await _credited.Sums(acme);
    }

    [Theory]
    [InlineData("100 2030-01-01, 50 2030-01-01", "second")] // priority before all
    [InlineData("100 2031-01-01, 100 2030-01-01", "second")] // then what ends earlier
    [InlineData("100 , 100 2030-01-01", "second")] // without an end is last
    [InlineData("50 , 100 2030-01-01", "first")]
    [InlineData("100 2030-01-01, 100 2030-01-01", "first")] // then the older
    public async Task Credits_are_burnt_by_priority_then_by_their_end_then_by_their_age(string grants, string burnt)
    {
        var acme = await _credited.Limited.On($"order-{grants}-{burnt}");
        var ids = new List<string>();
        foreach (
            var (priority, until) in grants
                .Split(", ")
                .Select(grant => grant.Split(' '))
                .Select(parts => (int.Parse(parts[0], CultureInfo.InvariantCulture), parts[1]))
        )
            ids.Add(await _credited.Grant(acme, "10", priority: priority, until: until is "" ? null : until));

        await _credited.Use(acme, "4");
        await _credited.Use(acme, "8");

        var (first, second) = burnt is "first" ? (ids[0], ids[1]) : (ids[1], ids[0]);
        (await _credited.Grants(acme)).ShouldBe(new Dictionary<string, string> { [first] = "0 used", [second] = "8 open" }, ignoreOrder: true);
        (await _credited.Moved(acme)).ShouldBe(["granted 10", "granted 10", "spent 4", "spent 6", "spent 2"]);
        await _credited.Sums(acme);
    }

    [Fact]
    public async Task Many_at_once_are_granted_exactly_what_the_plan_and_the_credits_allow_and_burn_nothing_twice()
    {
        var acme = await _credited.Limited.On("credit-crowd", "starter");
        await _credited.Grant(acme, "30");
        await _credited.Grant(acme, "25", priority: 1);
        await _credited.Grant(acme, "8", until: "2030-01-01");
        var claims = console.Services.GetRequiredService<Claims>();
        // A second program on the same database, as a second node would be.
        var other = new Claims(console.Database);

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
            .Said(await _credited.Limited.Entitlement(acme, "sessions"), "used", "remaining", "credits", "from_credits")
            .ShouldBe(["163", "0", null, "63"]);
        (await _credited.Grants(acme)).Values.ShouldBe(["0 used", "0 used", "0 used"]);
        await _credited.Sums(acme);
    }

    [Fact]
    public async Task A_grant_that_is_voided_while_many_claim_lets_nobody_use_what_is_gone()
    {
        var acme = await _credited.Limited.On("void-crowd");
        var (keeps, goes) = (await _credited.Grant(acme, "40"), await _credited.Grant(acme, "400", priority: 1));
        var claims = console.Services.GetRequiredService<Claims>();

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
        var run = await _credited.App.Run("credit.void", goes);
        await using_;

        run.GetProperty("state").GetString().ShouldBe("done");
        await _credited.Sums(acme);
        var entitlement = await _credited.Limited.Entitlement(acme, "sessions");
        entitlement.GetProperty("used").GetString().ShouldBe(entitlement.GetProperty("from_credits").GetString());
        (await _credited.Grants(acme))[goes].ShouldBe("0 voided");
        (await _credited.Grants(acme))[keeps].ShouldBe("0 used"); // of 480 claims some were refused
    }

    [Fact]
    public async Task What_stands_above_a_limit_already_is_not_paid_for_afterwards()
    {
        var acme = await _credited.Limited.On("downgraded", "pro");
        await _credited.Use(acme, "300");
        await _credited.App.Run("tenant.change_plan", acme, new { items = new[] { new { plan = "starter" } } });
        (await _credited.Try(acme, "1")).ShouldBe(402);

        await _credited.Grant(acme, "10");

        (await _credited.Use(acme, "4")).GetProperty("used").GetString().ShouldBe("304");
        LimitedPlatform.Said(await _credited.Limited.Entitlement(acme, "sessions"), "remaining", "credits", "from_credits").ShouldBe(["6", "6", "4"]);
        (await _credited.Try(acme, "7")).ShouldBe(402);
        await _credited.Sums(acme);
    }

    [Fact]
    public async Task A_higher_plan_includes_what_it_says_beside_what_credits_have_paid()
    {
        var acme = await _credited.Limited.On("upgraded", "starter");
        await _credited.Grant(acme, "50");
        await _credited.Use(acme, "130");

        await _credited.App.Run("tenant.change_plan", acme, new { items = new[] { new { plan = "pro" } } });
        await _credited.Use(acme, "400");

        LimitedPlatform
            .Said(await _credited.Limited.Entitlement(acme, "sessions"), "limit", "used", "remaining", "credits", "from_credits")
            .ShouldBe(["500", "530", "20", "20", "30"]);
        await _credited.Use(acme, "20");
        (await _credited.Try(acme, "1")).ShouldBe(402);
        await _credited.Sums(acme);
    }

    [Fact]
    public async Task Where_a_limit_is_soft_credits_are_used_before_it_is_overage_and_where_it_bursts_before_the_burst()
    {
        var acme = await _credited.Limited.On("soft-credits", "starter");
        await _credited.Grant(acme, "10", "exports");
        await _credited.Grant(acme, "10", "calls");

        await _credited.Use(acme, "20", "exports");
        await _credited.Use(acme, "120", "calls");

        LimitedPlatform.Said(await _credited.Limited.Entitlement(acme, "exports"), "used", "credits", "from_credits").ShouldBe(["20", null, "10"]);
        LimitedPlatform.Said(await _credited.Limited.Entitlement(acme, "calls"), "used", "remaining", "from_credits").ShouldBe(["120", "0", "10"]);
        (await _credited.Try(acme, "1", "calls")).ShouldBe(402);
        await _credited.Sums(acme);
    }

    [Fact]
    public async Task An_unlimited_plan_burns_nothing_and_another_period_begins_with_what_it_includes()
    {
        var (all, acme) = (await _credited.Limited.On("all-credits", "enterprise"), await _credited.Limited.On("turned-credits", "starter"));
        await _credited.Grant(all, "10");
        await _credited.Use(all, "1000");
        await _credited.Grant(acme, "50");
        await _credited.Use(acme, "120");
        await _credited.Limited.TurnPeriod(acme);

        await _credited.Use(acme, "110");

        (await _credited.Moved(all)).ShouldBe(["granted 10"]);
        LimitedPlatform
            .Said(await _credited.Limited.Entitlement(acme, "sessions"), "used", "remaining", "credits", "from_credits")
            .ShouldBe(["110", "20", "20", "10"]);
        await _credited.Sums(acme);
    }

    [Fact]
    public async Task What_is_held_counts_against_credits_and_burns_them_when_it_is_committed()
    {
        var acme = await _credited.Limited.On("held-credits", "starter");
        var credit = await _credited.Grant(acme, "50");
        var held = await _credited.Limited.Held(acme, "sessions", "140");
        (await _credited.Try(acme, "11")).ShouldBe(402);
        (await _credited.Grants(acme))[credit].ShouldBe("50 open");

        (await _credited.Limited.Commit(held, "151")).Status.ShouldBe(402);
        await _credited.Limited.Commit(held, "130");

        (await _credited.Grants(acme))[credit].ShouldBe("20 open");
        LimitedPlatform.Said(await _credited.Limited.Entitlement(acme, "sessions"), "used", "reserved", "remaining").ShouldBe(["130", "0", "20"]);
        await _credited.Sums(acme);
    }

    [Fact]
    public async Task What_was_held_when_its_credits_expired_is_still_counted_and_stands_beyond_the_limit()
    {
        var acme = await _credited.Limited.On("held-expired", "starter");
        var credit = await _credited.Grant(acme, "50", until: "2030-01-01");
        var held = await _credited.Limited.Held(acme, "sessions", "130");

        await _credited.End(acme, credit);
        var refused = await _credited.Try(acme, "1");
        var committed = await _credited.Limited.Commit(held);

        refused.ShouldBe(402);
        LimitedPlatform.Said(committed.Body, "state", "used").ShouldBe(["committed", "130"]);
        LimitedPlatform.Said(await _credited.Limited.Entitlement(acme, "sessions"), "used", "remaining", "from_credits").ShouldBe(["130", "0", null]);
        await _credited.Upkeep();
        (await _credited.Moved(acme)).ShouldBe(["granted 50", "expired 50"]);
        await _credited.Sums(acme);
    }

    [Fact]
    public async Task Credits_end_at_their_moment_whether_or_not_anybody_has_written_it_down()
    {
        var acme = await _credited.Limited.On("expired-credits", "starter");
        var (goes, stays) = (await _credited.Grant(acme, "50", until: "2030-01-01"), await _credited.Grant(acme, "5"));
        await _credited.Use(acme, "120");

        await _credited.End(acme, goes);

        (await _credited.Try(acme, "6")).ShouldBe(402);
        await _credited.Use(acme, "5");
        (await _credited.Grants(acme)).ShouldBe(new Dictionary<string, string> { [goes] = "0 expired", [stays] = "0 used" }, ignoreOrder: true);
        await _credited.Upkeep();
        await _credited.Upkeep();
        (await _credited.Moved(acme)).ShouldBe(["granted 50", "granted 5", "spent 20", "spent 5", "expired 30"], ignoreOrder: true);
        await _credited.Sums(acme);
    }
}
