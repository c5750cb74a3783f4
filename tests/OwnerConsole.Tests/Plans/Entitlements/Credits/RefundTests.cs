using System.Text.Json;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Plans.Entitlements.Credits;

/// <summary>A refund returns credits to the grants that paid, or expires with them.</summary>
public sealed class RefundTests(TestConsole console) : IClassFixture<TestConsole>, IAsyncLifetime
{
    private CreditPlatform _credits = null!; // set before each test

    public async ValueTask InitializeAsync() => _credits = await CreditPlatform.Open(console);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_refund_returns_credits_to_the_grants_that_paid_and_only_once()
    {
        var acme = await _credits.Limited.On("refund", "starter");
        var (first, second) = (await _credits.Grant(acme, "10", priority: 1), await _credits.Grant(acme, "50"));
        await _credits.Limited.Keyed(acme, "sessions", "95", "included");
        await _credits.Limited.Keyed(acme, "sessions", "20", "image-1");
        await _credits.Limited.Keyed(acme, "sessions", "7", "image-2");

        var refund = await Refund(acme, "image-1");
        var again = await Refund(acme, "image-1");
        var part = await Refund(acme, "image-1", "3");

        LimitedPlatform.Said(refund.Body, "feature", "key", "amount", "to_credits", "used").ShouldBe(["sessions", "image-1", "20", "15", "102"]);
        (refund.Body.GetProperty("repeated").GetBoolean(), again.Body.GetProperty("repeated").GetBoolean()).ShouldBe((false, true));
        LimitedPlatform.Said(again.Body, "amount", "to_credits", "used").ShouldBe(["20", "15", "102"]);
        (part.Status, part.Body.GetProperty("code").GetString()).ShouldBe((409, "already_refunded"));
        (await _credits.Grants(acme)).ShouldBe(new Dictionary<string, string> { [first] = "10 open", [second] = "43 open" }, ignoreOrder: true);
        (await _credits.Movements(acme)).ShouldBe(["granted 10", "granted 50", "spent 10", "spent 5", "spent 7", "refunded 5", "refunded 10"]);
        LimitedPlatform
            .Said(await _credits.Limited.Entitlement(acme, "sessions"), "used", "remaining", "credits", "from_credits")
            .ShouldBe(["102", "58", "53", "7"]);
        await _credits.Use(acme, "58");
        (await _credits.TryUse(acme, "1")).ShouldBe(402);
        await _credits.CheckSums(acme);
    }

    [Fact]
    public async Task A_partial_refund_returns_the_credits_spent_last()
    {
        var acme = await _credits.Limited.On("refund-part", "starter");
        var credit = await _credits.Grant(acme, "50");
        await _credits.Limited.Keyed(acme, "sessions", "110", "image-1");

        var (_, refund) = await Refund(acme, "image-1", "30");

        LimitedPlatform.Said(refund, "amount", "to_credits", "used").ShouldBe(["30", "10", "80"]);
        (await _credits.Grants(acme))[credit].ShouldBe("50 open");
        LimitedPlatform.Said(await _credits.Limited.Entitlement(acme, "sessions"), "used", "remaining").ShouldBe(["80", "70"]);
        await _credits.CheckSums(acme);
    }

    [Fact]
    public async Task A_refund_to_expired_credits_expires_at_once()
    {
        var acme = await _credits.Limited.On("refund-expired");
        var credit = await _credits.Grant(acme, "50", until: "2030-01-01");
        await _credits.Limited.Keyed(acme, "sessions", "20", "image-1");
        await _credits.Limited.Keyed(acme, "sessions", "5", "image-2");
        await _credits.ExpireGrant(acme, credit);
        await Refund(acme, "image-2");
        await _credits.RunUpkeep();

        var (_, refund) = await Refund(acme, "image-1");

        LimitedPlatform.Said(refund, "amount", "to_credits", "used").ShouldBe(["20", "20", "0"]);
        (await _credits.Movements(acme)).ShouldBe(["granted 50", "spent 20", "spent 5", "refunded 5", "expired 30", "refunded 20", "expired 20"]);
        (await _credits.Grants(acme))[credit].ShouldBe("0 expired");
        (await _credits.TryUse(acme, "1")).ShouldBe(402);
        await _credits.CheckSums(acme);
    }

    [Fact]
    public async Task Concurrent_refunds_of_a_claim_refund_it_once()
    {
        var acme = await _credits.Limited.On("refund-crowd");
        await _credits.Grant(acme, "50");
        await _credits.Limited.Keyed(acme, "sessions", "20", "image-1");
        await _credits.Use(acme, "5");

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Refund(acme, "image-1")));

        answers.Count(answer => !answer.Body.GetProperty("repeated").GetBoolean()).ShouldBe(1);
        LimitedPlatform.Said(await _credits.Limited.Entitlement(acme, "sessions"), "used", "credits").ShouldBe(["5", "45"]);
        await _credits.CheckSums(acme);
    }

    [Fact]
    public async Task A_committed_reservation_is_refunded_by_its_key()
    {
        var acme = await _credits.Limited.On("refund-held");
        var credit = await _credits.Grant(acme, "50");
        var (_, held) = await _credits.App.Send(
            HttpMethod.Post,
            LimitedPlatform.Reserve,
            JsonSerializer.Serialize(LimitedPlatform.Reserving(acme, "sessions", "30")),
            headers: ("Idempotency-Key", "film-1")
        );

        var early = await Refund(acme, "film-1");
        await _credits.Limited.Commit(held.GetProperty("id").GetString()!, "12");
        var refund = await Refund(acme, "film-1");

        (early.Status, early.Body.GetProperty("code").GetString()).ShouldBe((409, "not_counted"));
        LimitedPlatform.Said(refund.Body, "amount", "to_credits", "used").ShouldBe(["12", "12", "0"]);
        (await _credits.Grants(acme))[credit].ShouldBe("50 open");
        await _credits.CheckSums(acme);
    }

    [Fact]
    public async Task An_owner_refunds_recent_usage_or_a_claim_and_undo_reverts_it()
    {
        var acme = await _credits.Limited.On("refund-owner", "starter");
        var (first, second) = (await _credits.Grant(acme, "10"), await _credits.Grant(acme, "10"));
        await _credits.Limited.Keyed(acme, "sessions", "90", "early");
        await _credits.Use(acme, "25");

        var run = await _credits.App.Run("credit.refund", acme, new { feature = "sessions", amount = "8" });
        var middle = await _credits.Grants(acme);
        await _credits.App.Run("credit.refund", acme, new { feature = "sessions", key = "early" });
        var used = (await _credits.Limited.Entitlement(acme, "sessions")).GetProperty("used").GetString();
        await _credits.App.Post($"/api/v1/runs/{run.GetProperty("id").GetString()}/undo", new { });

        middle.ShouldBe(new Dictionary<string, string> { [first] = "3 open", [second] = "10 open" }, ignoreOrder: true);
        used.ShouldBe("17");
        LimitedPlatform.Said(await _credits.Limited.Entitlement(acme, "sessions"), "used", "credits", "from_credits").ShouldBe(["25", "5", "15"]);
        await _credits.CheckSums(acme);
    }

    [Fact]
    public async Task A_refund_of_an_unknown_claim_or_an_invalid_amount_is_refused()
    {
        var acme = await _credits.Limited.On("refund-bad", "starter");
        await _credits.Limited.Keyed(acme, "sessions", "5", "image-1");

        var answers = new[]
        {
            await Refund(acme, "nobody"),
            await Refund(acme, "image-1", "6"),
            await Refund(acme, "image-1", "-1"),
            await Refund(acme, "image-1", "0"),
            await Refund(acme, "image-1", "1.5"),
        };

        answers.Select(answer => (answer.Status, answer.Body.GetProperty("code").GetString())).Distinct().ShouldBe([(404, "unknown_claim"), (400, "invalid")]);
        (await _credits.Limited.Entitlement(acme, "sessions")).GetProperty("used").GetString().ShouldBe("5");
    }

    private Task<(int Status, JsonElement Body)> Refund(string tenant, string key, string? amount = null) =>
        _credits.App.Send(
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
