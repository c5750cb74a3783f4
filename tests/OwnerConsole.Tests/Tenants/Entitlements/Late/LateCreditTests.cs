using OwnerConsole.Fixtures;
using OwnerConsole.Tests.Tenants.Entitlements.Credits;

namespace OwnerConsole.Tests.Tenants.Entitlements.Late;

/// <summary>Credits pay for what has happened as for what is about to; where they don't reach, it is counted beyond the limit.</summary>
public sealed class LateCreditTests(TestConsole console) : IClassFixture<TestConsole>, IAsyncLifetime
{
    private CreditPlatform _credited = null!; // set before each test
    private LateUsagePlatform _happened = null!; // as above

    public async ValueTask InitializeAsync() => (_credited, _happened) = (await CreditPlatform.Open(console), await LateUsagePlatform.Open(console));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task What_lies_beyond_the_limit_is_burnt_and_what_credits_do_not_reach_stands_above_it()
    {
        var acme = await _happened.On("late-credits", 10, "starter");
        var credit = await _credited.Grant(acme, "20");
        await _credited.Use(acme, "95");

        var paid = await _happened.Counted(acme, "sessions", LateUsagePlatform.Ago(1), "15", key: "image-1");
        var over = await _happened.Counted(acme, "sessions", LateUsagePlatform.Ago(12), "15", key: "image-2");

        (LimitedPlatform.Said(paid, "used")[0], LateUsagePlatform.Kind(paid)).ShouldBe(("110", (false, false)));
        (LimitedPlatform.Said(over, "used")[0], LateUsagePlatform.Kind(over)).ShouldBe(("125", (true, true)));
        (await _credited.Grants(acme)).ShouldBe(new Dictionary<string, string> { [credit] = "0 used" });
        (await _credited.Moved(acme)).ShouldBe(["granted 20", "spent 10", "spent 10"]);
        LimitedPlatform.Said(await _credited.Limited.Entitlement(acme, "sessions"), "used", "from_credits", "adjusted").ShouldBe(["125", "20", "15"]);
        await _credited.Sums(acme);
    }

    [Fact]
    public async Task In_a_period_that_ended_a_moment_ago_they_pay_too_and_the_one_that_runs_knows()
    {
        var acme = await _happened.On("late-credits-grace", 2, "starter");
        await _credited.Grant(acme, "20");
        await _credited.Use(acme, "95");

        var paid = await _happened.Counted(acme, "sessions", LateUsagePlatform.Ago(3), "115");

        LateUsagePlatform.Kind(paid).ShouldBe((false, false));
        (await _credited.Try(acme, "11")).ShouldBe(402);
        (await _credited.Use(acme, "10")).GetProperty("used").GetString().ShouldBe("105");
        await _credited.Sums(acme);
    }

    [Fact]
    public async Task Many_at_once_of_what_happened_and_what_is_about_to_are_each_counted_once_and_the_ledger_sums()
    {
        var acme = await _happened.On("late-credits-crowd", 2, "starter");
        await _credited.Grant(acme, "60");
        await _credited.Grant(acme, "60", until: "2030-01-01");
        var (now, before) = (LateUsagePlatform.Ago(1), LateUsagePlatform.Ago(3));

        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 90)
                .Select(number =>
                    (number % 3) switch
                    {
                        0 => _happened.Limited.Keyed(acme, "sessions", "3", $"now-{number / 6}"),
                        1 => _happened.Say(acme, "sessions", now, "3", key: $"late-{number / 6}"),
                        _ => _happened.Say(acme, "sessions", before, "9", key: $"before-{number / 6}"),
                    }
                )
        );

        answers.ShouldAllBe(answer => answer.Status == 200);
        answers.Count(answer => answer.Body.GetProperty("repeated").GetBoolean()).ShouldBe(45);
        (await _credited.Limited.Entitlement(acme, "sessions")).GetProperty("used").GetString().ShouldBe("90");
        await _credited.Sums(acme);
    }
}
