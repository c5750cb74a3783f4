using OwnerConsole.Fixtures;
using OwnerConsole.Tests.Plans.Entitlements.Credits;

namespace OwnerConsole.Tests.Plans.Entitlements.Late;

/// <summary>Credits pay for late usage as for current usage. Usage that they don't cover is counted above the limit.</summary>
public sealed class LateCreditTests(TestConsole console) : IClassFixture<TestConsole>, IAsyncLifetime
{
    private CreditPlatform _credits = null!; // set before each test
    private LateUsagePlatform _late = null!; // set before each test

    public async ValueTask InitializeAsync() => (_credits, _late) = (await CreditPlatform.Open(console), await LateUsagePlatform.Open(console));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Late_usage_beyond_the_limit_spends_credits_and_the_rest_exceeds_the_limit()
    {
        var acme = await _late.On("late-credits", 10, "starter");
        var credit = await _credits.Grant(acme, "20");
        await _credits.Use(acme, "95");

        var paid = await _late.Count(acme, "sessions", LateUsagePlatform.Ago(1), "15", key: "image-1");
        var over = await _late.Count(acme, "sessions", LateUsagePlatform.Ago(12), "15", key: "image-2");

        (LimitedPlatform.Said(paid, "used")[0], LateUsagePlatform.Flags(paid)).ShouldBe(("110", (false, false)));
        (LimitedPlatform.Said(over, "used")[0], LateUsagePlatform.Flags(over)).ShouldBe(("125", (true, true)));
        (await _credits.Grants(acme)).ShouldBe(new Dictionary<string, string> { [credit] = "0 used" });
        (await _credits.Movements(acme)).ShouldBe(["granted 20", "spent 10", "spent 10"]);
        LimitedPlatform.Said(await _credits.Limited.Entitlement(acme, "sessions"), "used", "from_credits", "adjusted").ShouldBe(["125", "20", "15"]);
        await _credits.CheckSums(acme);
    }

    [Fact]
    public async Task Late_usage_in_a_recently_ended_period_spends_credits_of_the_current_one()
    {
        var acme = await _late.On("late-credits-grace", 2, "starter");
        await _credits.Grant(acme, "20");
        await _credits.Use(acme, "95");

        var paid = await _late.Count(acme, "sessions", LateUsagePlatform.Ago(3), "115");

        LateUsagePlatform.Flags(paid).ShouldBe((false, false));
        (await _credits.TryUse(acme, "11")).ShouldBe(402);
        (await _credits.Use(acme, "10")).GetProperty("used").GetString().ShouldBe("105");
        await _credits.CheckSums(acme);
    }

    [Fact]
    public async Task Concurrent_late_and_current_claims_are_counted_once_and_the_ledger_adds_up()
    {
        var acme = await _late.On("late-credits-crowd", 2, "starter");
        await _credits.Grant(acme, "60");
        await _credits.Grant(acme, "60", until: "2030-01-01");
        var (now, before) = (LateUsagePlatform.Ago(1), LateUsagePlatform.Ago(3));

        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 90)
                .Select(number =>
                    (number % 3) switch
                    {
                        0 => _late.Limited.Keyed(acme, "sessions", "3", $"now-{number / 6}"),
                        1 => _late.Report(acme, "sessions", now, "3", key: $"late-{number / 6}"),
                        _ => _late.Report(acme, "sessions", before, "9", key: $"before-{number / 6}"),
                    }
                )
        );

        answers.ShouldAllBe(answer => answer.Status == 200);
        answers.Count(answer => answer.Body.GetProperty("repeated").GetBoolean()).ShouldBe(45);
        (await _credits.Limited.Entitlement(acme, "sessions")).GetProperty("used").GetString().ShouldBe("90");
        await _credits.CheckSums(acme);
    }
}
