using System.Text.Json;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Tenants.Entitlements.Credits;

/// <summary>What is given back goes to the grants that it came from, or is over with them.</summary>
public sealed class RefundTests(TestConsole console) : IClassFixture<TestConsole>, IAsyncLifetime
{
    private CreditPlatform _credited = null!; // set before each test

    public async ValueTask InitializeAsync() => _credited = await CreditPlatform.Open(console);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_refund_goes_back_to_the_grants_that_a_claim_came_from_and_twice_is_once()
    {
        var acme = await _credited.Limited.On("refund", "starter");
        var (first, second) = (await _credited.Grant(acme, "10", priority: 1), await _credited.Grant(acme, "50"));
        await _credited.Limited.Keyed(acme, "sessions", "95", "included");
        await _credited.Limited.Keyed(acme, "sessions", "20", "image-1");
        await _credited.Limited.Keyed(acme, "sessions", "7", "image-2");

        var refund = await Refund(acme, "image-1");
        var again = await Refund(acme, "image-1");
        var part = await Refund(acme, "image-1", "3");

        LimitedPlatform.Said(refund.Body, "feature", "key", "amount", "to_credits", "used").ShouldBe(["sessions", "image-1", "20", "15", "102"]);
        (refund.Body.GetProperty("repeated").GetBoolean(), again.Body.GetProperty("repeated").GetBoolean()).ShouldBe((false, true));
        LimitedPlatform.Said(again.Body, "amount", "to_credits", "used").ShouldBe(["20", "15", "102"]);
        (part.Status, part.Body.GetProperty("code").GetString()).ShouldBe((409, "already_refunded"));
        (await _credited.Grants(acme)).ShouldBe(new Dictionary<string, string> { [first] = "10 open", [second] = "43 open" }, ignoreOrder: true);
        (await _credited.Moved(acme)).ShouldBe(["granted 10", "granted 50", "spent 10", "spent 5", "spent 7", "refunded 5", "refunded 10"]);
        LimitedPlatform
            .Said(await _credited.Limited.Entitlement(acme, "sessions"), "used", "remaining", "credits", "from_credits")
            .ShouldBe(["102", "58", "53", "7"]);
        await _credited.Use(acme, "58");
        (await _credited.Try(acme, "1")).ShouldBe(402);
        await _credited.Sums(acme);
    }

    [Fact]
    public async Task A_part_of_a_claim_goes_back_to_what_was_spent_last()
    {
        var acme = await _credited.Limited.On("refund-part", "starter");
        var credit = await _credited.Grant(acme, "50");
        await _credited.Limited.Keyed(acme, "sessions", "110", "image-1");

        var (_, refund) = await Refund(acme, "image-1", "30");

        LimitedPlatform.Said(refund, "amount", "to_credits", "used").ShouldBe(["30", "10", "80"]);
        (await _credited.Grants(acme))[credit].ShouldBe("50 open");
        LimitedPlatform.Said(await _credited.Limited.Entitlement(acme, "sessions"), "used", "remaining").ShouldBe(["80", "70"]);
        await _credited.Sums(acme);
    }

    [Fact]
    public async Task What_comes_back_to_credits_that_have_expired_has_expired_with_them()
    {
        var acme = await _credited.Limited.On("refund-expired");
        var credit = await _credited.Grant(acme, "50", until: "2030-01-01");
        await _credited.Limited.Keyed(acme, "sessions", "20", "image-1");
        await _credited.Limited.Keyed(acme, "sessions", "5", "image-2");
        await _credited.End(acme, credit);
        await Refund(acme, "image-2");
        await _credited.Upkeep();

        var (_, refund) = await Refund(acme, "image-1");

        LimitedPlatform.Said(refund, "amount", "to_credits", "used").ShouldBe(["20", "20", "0"]);
        (await _credited.Moved(acme)).ShouldBe(["granted 50", "spent 20", "spent 5", "refunded 5", "expired 30", "refunded 20", "expired 20"]);
        (await _credited.Grants(acme))[credit].ShouldBe("0 expired");
        (await _credited.Try(acme, "1")).ShouldBe(402);
        await _credited.Sums(acme);
    }

    [Fact]
    public async Task Of_many_who_refund_a_claim_at_once_one_does()
    {
        var acme = await _credited.Limited.On("refund-crowd");
        await _credited.Grant(acme, "50");
        await _credited.Limited.Keyed(acme, "sessions", "20", "image-1");
        await _credited.Use(acme, "5");

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Refund(acme, "image-1")));

        answers.Count(answer => !answer.Body.GetProperty("repeated").GetBoolean()).ShouldBe(1);
        LimitedPlatform.Said(await _credited.Limited.Entitlement(acme, "sessions"), "used", "credits").ShouldBe(["5", "45"]);
        await _credited.Sums(acme);
    }

    [Fact]
    public async Task A_reservation_is_refunded_by_the_key_that_it_was_made_with_once_it_was_committed()
    {
        var acme = await _credited.Limited.On("refund-held");
        var credit = await _credited.Grant(acme, "50");
        var (_, held) = await _credited.App.Send(
            HttpMethod.Post,
            LimitedPlatform.Reserve,
            JsonSerializer.Serialize(LimitedPlatform.Reserving(acme, "sessions", "30")),
            headers: ("Idempotency-Key", "film-1")
        );

        var early = await Refund(acme, "film-1");
        await _credited.Limited.Commit(held.GetProperty("id").GetString()!, "12");
        var refund = await Refund(acme, "film-1");

        (early.Status, early.Body.GetProperty("code").GetString()).ShouldBe((409, "not_counted"));
        LimitedPlatform.Said(refund.Body, "amount", "to_credits", "used").ShouldBe(["12", "12", "0"]);
        (await _credited.Grants(acme))[credit].ShouldBe("50 open");
        await _credited.Sums(acme);
    }

    [Fact]
    public async Task The_owner_refunds_the_newest_spending_or_a_claim_and_undo_spends_it_again()
    {
        var acme = await _credited.Limited.On("refund-owner", "starter");
        var (first, second) = (await _credited.Grant(acme, "10"), await _credited.Grant(acme, "10"));
        await _credited.Limited.Keyed(acme, "sessions", "90", "early");
        await _credited.Use(acme, "25");

        var run = await _credited.App.Run("credit.refund", acme, new { feature = "sessions", amount = "8" });
        var middle = await _credited.Grants(acme);
        await _credited.App.Run("credit.refund", acme, new { feature = "sessions", key = "early" });
        var used = (await _credited.Limited.Entitlement(acme, "sessions")).GetProperty("used").GetString();
        await _credited.App.Post($"/api/v1/runs/{run.GetProperty("id").GetString()}/undo", new { });

        middle.ShouldBe(new Dictionary<string, string> { [first] = "3 open", [second] = "10 open" }, ignoreOrder: true);
        used.ShouldBe("17");
        LimitedPlatform.Said(await _credited.Limited.Entitlement(acme, "sessions"), "used", "credits", "from_credits").ShouldBe(["25", "5", "15"]);
        await _credited.Sums(acme);
    }

    [Fact]
    public async Task What_was_never_counted_and_more_than_was_counted_are_refused_in_words()
    {
        var acme = await _credited.Limited.On("refund-bad", "starter");
        await _credited.Limited.Keyed(acme, "sessions", "5", "image-1");

        var answers = new[]
        {
            await Refund(acme, "nobody"),
            await Refund(acme, "image-1", "6"),
            await Refund(acme, "image-1", "-1"),
            await Refund(acme, "image-1", "0"),
            await Refund(acme, "image-1", "1.5"),
        };

        answers.Select(answer => (answer.Status, answer.Body.GetProperty("code").GetString())).Distinct().ShouldBe([(404, "unknown_claim"), (400, "invalid")]);
        (await _credited.Limited.Entitlement(acme, "sessions")).GetProperty("used").GetString().ShouldBe("5");
    }

    private Task<(int Status, JsonElement Body)> Refund(string tenant, string key, string? amount = null) =>
        _credited.App.Send(
            HttpMethod.Post,
            "/api/v1/entitlements/refund",
            JsonSerializer.Serialize(
                new
                {
                    tenant,
                    key,
                    amount,
                }
            )
        );
}
