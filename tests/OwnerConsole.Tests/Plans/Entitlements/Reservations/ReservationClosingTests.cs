using System.Text.Json;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Plans.Entitlements.Reservations;

/// <summary>Reservations are committed, released or expire. The numbers in the names are the rules of the limits' design.</summary>
public sealed class ReservationClosingTests(TestConsole console) : IClassFixture<TestConsole>, IAsyncLifetime
{
    private LimitedPlatform _limited = null!; // set before each test

    public async ValueTask InitializeAsync() => _limited = await LimitedPlatform.Open(console);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Rule_6_committing_less_than_reserved_frees_the_rest()
    {
        var acme = await _limited.On("less", "starter");
        var (some, none) = (await _limited.Held(acme, "sessions", "60"), await _limited.Held(acme, "sessions", "40"));

        var committed = await _limited.Commit(some, "45");
        var nothing = await _limited.Commit(none, "0");

        LimitedPlatform.Said(committed.Body, "state", "amount", "actual", "used", "reserved").ShouldBe(["committed", "60", "45", "45", "40"]);
        LimitedPlatform.Said(nothing.Body, "actual", "used", "reserved").ShouldBe(["0", "45", "0"]);
        LimitedPlatform.Said(await _limited.Entitlement(acme, "sessions"), "used", "reserved", "remaining").ShouldBe(["45", "0", "55"]);
    }

    [Fact]
    public async Task Rule_6_committing_more_than_reserved_must_fit_a_hard_limit()
    {
        var acme = await _limited.On("more", "starter");
        var id = await _limited.Held(acme, "sessions", "60");
        await _limited.App.Post(LimitedPlatform.Consume, LimitedPlatform.Asked(acme, "sessions", "30"));

        var (status, refused) = await _limited.Commit(id, "71");
        var after = await _limited.App.Get($"{LimitedPlatform.Reservations}/{id}");
        var fits = await _limited.Commit(id, "70");

        status.ShouldBe(402);
        LimitedPlatform.Said(refused, "code", "requested", "used", "reserved", "remaining").ShouldBe(["limit_reached", "11", "30", "60", "10"]);
        LimitedPlatform.Said(after, "state", "used", "reserved").ShouldBe(["held", "30", "60"]);
        LimitedPlatform.Said(fits.Body, "state", "actual", "used", "reserved").ShouldBe(["committed", "70", "100", "0"]);
    }

    [Fact]
    public async Task Rule_6_committing_more_than_reserved_is_overage_or_burst()
    {
        var acme = await _limited.On("overage", "starter");
        var (soft, burst) = (await _limited.Held(acme, "exports", "5"), await _limited.Held(acme, "calls", "100"));

        var overage = await _limited.Commit(soft, "9");
        var beyond = await _limited.Commit(burst, "111");
        var within = await _limited.Commit(burst, "110");

        LimitedPlatform.Said(overage.Body, "used", "reserved", "limit").ShouldBe(["9", "0", "5"]);
        (beyond.Status, within.Status).ShouldBe((402, 200));
    }

    [Fact]
    public async Task A_commit_above_the_reservation_uses_the_current_limit()
    {
        var acme = await _limited.On("raised", "starter");
        var id = await _limited.Held(acme, "sessions", "100");
        (await _limited.Commit(id, "101")).Status.ShouldBe(402);

        await _limited.App.Run("tenant.change_plan", acme, new { items = new[] { new { plan = "pro" } } });

        (await _limited.Commit(id, "101")).Body.GetProperty("used").GetString().ShouldBe("101");
    }

    [Fact]
    public async Task A_commit_above_the_reservation_can_use_expired_reservations()
    {
        var acme = await _limited.On("over-more", "starter");
        await _limited.Held(acme, "sessions", "60");
        await _limited.Expire(acme);
        var id = await _limited.Held(acme, "sessions", "40");

        var committed = await _limited.Commit(id, "100");

        LimitedPlatform.Said(committed.Body, "used", "reserved").ShouldBe(["100", "0"]);
    }

    [Fact]
    public async Task Rule_6_a_late_commit_is_counted_in_the_period_of_its_reservation()
    {
        var acme = await _limited.On("turned", "starter");
        var (one, two) = (await _limited.Held(acme, "sessions", "60"), await _limited.Held(acme, "sessions", "40"));
        await _limited.TurnPeriod(acme);
        await _limited.App.Post(LimitedPlatform.Consume, LimitedPlatform.Asked(acme, "sessions", "1"));

        var committed = await _limited.Commit(one);
        var (status, refused) = await _limited.Commit(two, "41");
        await _limited.Release(two);

        LimitedPlatform.Said(committed.Body, "used", "reserved").ShouldBe(["60", "40"]);
        committed.Body.GetProperty("resets_at").GetDateTimeOffset().ShouldBeLessThan(TimeProvider.System.GetUtcNow());
        status.ShouldBe(402);
        LimitedPlatform.Said(refused, "used", "reserved", "requested").ShouldBe(["60", "40", "1"]);
        LimitedPlatform.Said(await _limited.Entitlement(acme, "sessions"), "used", "reserved").ShouldBe(["1", "0"]);
        await using var work = await console.Database.Read();
        (
            await work.List<string>(
                "select trim_scale(used) || ' ' || trim_scale(reserved) from entitlements.usage where tenant_id = @acme order by period_start",
                new { acme }
            )
        ).ShouldBe(["60 0", "1 0"]);
    }

    [Fact]
    public async Task A_repeated_close_returns_the_same_result_and_a_different_one_is_refused()
    {
        var acme = await _limited.On("closed", "starter");
        var (used, given) = (await _limited.Held(acme, "sessions", "10"), await _limited.Held(acme, "sessions", "10"));
        await _limited.Commit(used, "7");
        await _limited.Release(given);
        var late = await _limited.Held(acme, "sessions", "10");
        await _limited.Expire(acme);

        LimitedPlatform.Said((await _limited.Commit(used, "7")).Body, "state", "actual", "used").ShouldBe(["committed", "7", "7"]);
        LimitedPlatform.Said((await _limited.Release(given)).Body, "state", "used").ShouldBe(["released", "7"]);
        LimitedPlatform.Said((await _limited.Release(late)).Body, "state").ShouldBe(["expired"]);
        Conflict(await _limited.Commit(used), "reservation_committed", "already committed with 7");
        Conflict(await _limited.Release(used), "reservation_committed", "can't be released");
        Conflict(await _limited.Commit(given), "reservation_released", "or create a new reservation");
        Conflict(await _limited.Commit(late), "reservation_expired", "POST /api/v1/entitlements/consume");
        (await _limited.Entitlement(acme, "sessions")).GetProperty("used").GetString().ShouldBe("7");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Concurrent_closes_close_each_reservation_once_as_requested(bool isPaidWithCredits)
    {
        const string feature = "sessions";
        var acme = await _limited.On($"many-{isPaidWithCredits}", "starter");
        if (isPaidWithCredits)
            await _limited.App.Run(
                "credit.grant",
                acme,
                new
                {
                    feature,
                    amount = "80",
                    reason = "Agreed",
                }
            );
        var before = isPaidWithCredits ? 90 : 0;
        await _limited.App.Post(LimitedPlatform.Consume, LimitedPlatform.Asked(acme, feature, $"{before + 1}"));
        var held = new List<string>();
        while (held.Count < 40)
            held.Add(await _limited.Held(acme, feature, "2"));
        var beside = await _limited.Held(acme, feature, "2");
        Task<(int Status, JsonElement Body)> Close(int number) =>
            (number % 4) switch
            {
                0 => _limited.Release(held[number]),
                1 => _limited.Commit(held[number], "0"),
                2 => _limited.Commit(held[number], "1"),
                _ => _limited.Commit(held[number]),
            };

        var fine = _limited.Commit(beside, "1.5");
        var answers = await Task.WhenAll(Enumerable.Range(0, 80).Select(number => Close(number % 40)));

        (await fine).Status.ShouldBe(400);
        LimitedPlatform.Said((await _limited.Release(beside)).Body, "state").ShouldBe(["released"]);
        answers.ShouldAllBe(answer => answer.Status == 200);
        answers.Select(answer => answer.Body.GetProperty("id").GetString()).ShouldBe(Enumerable.Range(0, 80).Select(number => held[number % 40]));
        LimitedPlatform.Said(await _limited.Entitlement(acme, feature), "used", "reserved").ShouldBe([$"{before + 31}", "0"]);
        await using var work = await console.Database.Read();
        (await work.One<decimal>("select coalesce(sum(spent), 0) from entitlements.credits where tenant_id = @acme", new { acme })).ShouldBe(
            isPaidWithCredits ? 21 : 0
        );
    }

    [Fact]
    public async Task Concurrent_closes_of_one_reservation_have_one_winner()
    {
        var acme = await _limited.On("winner", "starter");
        var id = await _limited.Held(acme, "sessions", "50");

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 12).Select(number => number % 3 == 0 ? _limited.Release(id) : _limited.Commit(id, number % 3 == 1 ? "20" : "30"))
        );

        var state = await _limited.App.Get($"{LimitedPlatform.Reservations}/{id}");
        answers.Select(answer => answer.Status).Distinct().Order().ShouldBe([200, 409]);
        answers.Where(answer => answer.Status == 200).Select(answer => answer.Body.GetProperty("actual").GetString()).Distinct().ShouldHaveSingleItem();
        LimitedPlatform.Said(await _limited.Entitlement(acme, "sessions"), "used", "reserved").ShouldBe([state.GetProperty("actual").GetString() ?? "0", "0"]);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("1e3")]
    [InlineData("much")]
    public async Task An_invalid_committed_amount_is_refused_and_the_reservation_stays(string amount)
    {
        var acme = await _limited.On($"bad-commit{amount}", "starter");
        var id = await _limited.Held(acme, "sessions", "5");

        var (status, answer) = await _limited.Commit(id, amount);

        status.ShouldBe(400, answer.GetRawText());
        (await _limited.App.Get($"{LimitedPlatform.Reservations}/{id}")).GetProperty("state").GetString().ShouldBe("held");
    }

    private static void Conflict((int Status, JsonElement Body) answer, string code, string says)
    {
        answer.Status.ShouldBe(409);
        answer.Body.GetProperty("code").GetString().ShouldBe(code);
        answer.Body.GetProperty("detail").GetString()!.ShouldContain(says);
    }
}
