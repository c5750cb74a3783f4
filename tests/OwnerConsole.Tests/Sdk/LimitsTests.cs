using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Client;
using OwnerConsole.Fixtures;
using OwnerConsole.Tests.Plans.Entitlements;

namespace OwnerConsole.Tests.Sdk;

/// <summary>An application checks limits through the SDK before it acts.</summary>
public sealed class LimitsTests(TestConsole console) : IClassFixture<TestConsole>, IAsyncLifetime
{
    private LimitedPlatform _limited = null!; // set before each test
    private ConnectedApp _app = null!; // as above

    public async ValueTask InitializeAsync()
    {
        _limited = await LimitedPlatform.Open(console);
        _app = await ConnectedApp.Start(console);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private Limits Limits => _app.Services.GetRequiredService<Limits>();

    [Fact]
    public async Task Use_within_the_limit_is_granted_and_counted()
    {
        await _limited.On("sdk-granted", "starter");

        var asked = await Limits.Check("limits-sdk-granted", "sessions", 100);
        var counted = await Limits.Consume("limits-sdk-granted", "sessions", 3);
        var known = await Limits.Entitlements("limits-sdk-granted");

        (asked.IsGranted, asked.Used, asked.Limit).ShouldBe((true, 0, 100));
        (counted.IsGranted, counted.IsOutageFallback, counted.Used, counted.Limit).ShouldBe((true, false, 3, 100));
        counted.ResetsAt.ShouldNotBeNull();
        var sessions = known.Single(entitlement => entitlement.Feature == "sessions");
        (sessions.Kind, sessions.Unit, sessions.Used, sessions.Remaining, sessions.Outage, sessions.Source).ShouldBe(
            ("counter", "session", 3, 97, "closed", "plan_version")
        );
        known.Single(entitlement => entitlement.Feature == "sso").Allowed.ShouldBeFalse();
    }

    [Fact]
    public async Task Entitlements_come_from_memory_while_fresh_and_are_requested_otherwise()
    {
        var acme = await _limited.On("sdk-has", "starter");
        await using var crossing = await LossyProxy.To(console.Address);
        await using var app = await ConnectedApp.Start(ConnectedApp.To(crossing.Address, _limited.App.Key));
        await using var eager = await ConnectedApp.Start(Asking(crossing.Address, freshFor: TimeSpan.Zero));
        var (remembers, asks) = (app.Services.GetRequiredService<Limits>(), eager.Services.GetRequiredService<Limits>());
        (await remembers.Has("limits-sdk-has", "sso")).ShouldBeFalse();
        (await asks.Has("limits-sdk-has", "sso")).ShouldBeFalse();

        await _limited.App.Run("tenant.change_plan", acme, new { items = new[] { new { plan = "pro" } } });

        (await remembers.Has("limits-sdk-has", "sso")).ShouldBeFalse(); // no request is sent for half a minute
        (await asks.Has("limits-sdk-has", "sso")).ShouldBeTrue();
        (await asks.Has("limits-sdk-has", "sessions")).ShouldBeTrue();
        (await Should.ThrowAsync<RefusedException>(async () => await asks.Has("limits-sdk-has", "nothing"))).Code.ShouldBe("unknown_feature");
        (await Should.ThrowAsync<RefusedException>(async () => await asks.Has("limits-nobody", "sso"))).Code.ShouldBe("not_found");
        crossing.IsCut = true;
        (await asks.Has("limits-sdk-has", "sso")).ShouldBeTrue(); // the last known value
    }

    [Fact]
    public async Task A_reached_rate_limit_says_how_long_to_wait()
    {
        await _limited.Declare("sdk-rate", "rate", "call", resets: "hour", allows: "2");
        await _limited.On("sdk-rate", "starter");

        var passed = await Limits.Consume("limits-sdk-rate", "sdk-rate", 2);
        var refused = await Limits.Consume("limits-sdk-rate", "sdk-rate");
        var known = (await Limits.Entitlements("limits-sdk-rate")).Single(entitlement => entitlement.Feature == "sdk-rate");

        (passed.IsGranted, passed.Used, passed.Limit).ShouldBe((true, 2, 2));
        (refused.IsOutageFallback, refused.Refusal!.Code).ShouldBe((false, "rate_limited"));
        refused.Refusal.RetryAfter!.Value.TotalMinutes.ShouldBeInRange(29, 30);
        (known.Kind, known.Per).ShouldBe(("rate", "hour"));
    }

    [Fact]
    public async Task Credits_count_as_an_entitlement_and_a_refund_returns_them()
    {
        var acme = await _limited.On("sdk-credits");
        await _limited.App.Run(
            "credit.grant",
            acme,
            new
            {
                feature = "storage",
                amount = "2.5",
                reason = "Agreed",
            }
        );
        await Limits.Consume("limits-sdk-credits", "storage", 1.25m, "film-1");

        var has = await Limits.Has("limits-sdk-credits", "storage");
        var known = (await Limits.Entitlements("limits-sdk-credits")).Single(entitlement => entitlement.Feature == "storage");
        var refunded = await Limits.Refund("limits-sdk-credits", "film-1");
        var again = await Limits.Refund("limits-sdk-credits", "film-1");

        has.ShouldBeTrue();
        (known.Limit, known.Remaining, known.Credits, known.FromCredits).ShouldBe((0, 1.25m, 1.25m, 1.25m));
        (refunded.Amount, refunded.ToCredits, refunded.Used, refunded.Repeated).ShouldBe((1.25m, 1.25m, 0, false));
        again.Repeated.ShouldBeTrue();
        (await Should.ThrowAsync<RefusedException>(() => Limits.Refund("limits-sdk-credits", "nothing"))).Code.ShouldBe("unknown_claim");
    }

    private OwnerConsoleOptions Asking(Uri address, TimeSpan freshFor) =>
        new()
        {
            Address = address,
            Key = _limited.App.Key,
            Application = ConnectedApp.Name,
            EntitlementsFreshFor = freshFor,
        };

    [Fact]
    public async Task A_reached_limit_names_the_upgrades_that_would_allow_it()
    {
        await _limited.On("sdk-reached", "starter");
        await Limits.Consume("limits-sdk-reached", "storage", 2.25m);

        var answer = await Limits.Consume("limits-sdk-reached", "storage", 0.5m);
        var sessions = await Limits.Check("limits-sdk-reached", "sessions", 200);
        var off = await Limits.Check("limits-sdk-reached", "sso");

        var refusal = answer.Refusal.ShouldNotBeNull();
        (refusal.Code, refusal.Feature, refusal.Limit, refusal.Used, refusal.Requested, refusal.Remaining).ShouldBe(
            ("limit_reached", "storage", 2.5m, 2.25m, 0.5m, 0.25m)
        );
        refusal.Source.ShouldBe("plan_version");
        refusal.Detail.ShouldContain("2.25 of 2.5 GB used");
        sessions.Refusal!.Upgrades.Select(upgrade => (upgrade.Plan, upgrade.Allows)).ShouldBe([("enterprise", "unlimited"), ("pro", "500")], ignoreOrder: true);
        off.Refusal!.Code.ShouldBe("not_granted");
        Should.Throw<LimitReachedException>(answer.ThrowIfRefused).Refusal.ShouldBe(refusal);
    }

    [Fact]
    public async Task A_use_whose_answer_is_lost_is_sent_again_and_counted_once()
    {
        var acme = await _limited.On("sdk-again", "starter");
        await using var crossing = await LossyProxy.To(console.Address);
        await using var app = await ConnectedApp.Start(ConnectedApp.To(crossing.Address, _limited.App.Key));

        crossing.LoseNext();
        var answer = await app.Services.GetRequiredService<Limits>().Consume("limits-sdk-again", "sessions", 7);

        (answer.IsGranted, answer.IsOutageFallback, answer.Used).ShouldBe((true, false, 7));
        (await Used(acme, "sessions")).ShouldBe(("7", "0"));
    }

    [Fact]
    public async Task Two_uses_with_the_same_key_are_counted_once()
    {
        var acme = await _limited.On("sdk-twice", "starter");

        await Limits.Consume("limits-sdk-twice", "sessions", 7, key: "booking-4711");
        await Limits.Consume("limits-sdk-twice", "sessions", 7, key: "booking-4711");

        (await Used(acme, "sessions")).ShouldBe(("7", "0"));
    }

    [Fact]
    public async Task A_committed_reservation_counts_the_used_part_and_releases_the_rest()
    {
        var acme = await _limited.On("sdk-committed", "starter");

        await using (var room = await Limits.Reserve("limits-sdk-committed", "sessions", TimeSpan.FromMinutes(10), 30))
        {
            (await Used(acme, "sessions")).ShouldBe(("0", "30"));
            room.ExpiresAt.ShouldNotBeNull();
            (await room.Commit(12)).Used.ShouldBe(12);
        }

        (await Used(acme, "sessions")).ShouldBe(("12", "0"));
    }

    [Fact]
    public async Task A_reservation_that_is_not_committed_is_released()
    {
        var acme = await _limited.On("sdk-released", "starter");

        await using (var room = await Limits.Reserve("limits-sdk-released", "sessions", TimeSpan.FromMinutes(10), 30))
            room.Answer.IsGranted.ShouldBeTrue();

        (await Used(acme, "sessions")).ShouldBe(("0", "0"));
    }

    [Fact]
    public async Task A_refused_reservation_reserves_nothing_and_cannot_be_committed()
    {
        var acme = await _limited.On("sdk-full", "starter");

        await using var room = await Limits.Reserve("limits-sdk-full", "sessions", TimeSpan.FromMinutes(10), 101);

        (room.Answer.Refusal!.Code, room.ExpiresAt).ShouldBe(("limit_reached", null));
        await Should.ThrowAsync<InvalidOperationException>(() => room.Commit());
        (await Used(acme, "sessions")).ShouldBe(("0", "0"));
    }

    [Fact]
    public async Task An_expired_reservation_cannot_be_committed()
    {
        var acme = await _limited.On("sdk-expired", "starter");
        await using var room = await Limits.Reserve("limits-sdk-expired", "sessions", TimeSpan.FromMinutes(10), 30);
        await _limited.Expire(acme);

        var refused = await Should.ThrowAsync<RefusedException>(() => room.Commit());

        refused.Code.ShouldBe("reservation_expired");
        (await Used(acme, "sessions")).ShouldBe(("0", "0"));
    }

    [Fact]
    public async Task A_commit_beyond_the_limit_is_refused_and_the_reservation_stays()
    {
        var acme = await _limited.On("sdk-more", "starter");
        await using var room = await Limits.Reserve("limits-sdk-more", "sessions", TimeSpan.FromMinutes(10), 90);

        var refused = await room.Commit(101);

        refused.Refusal!.Code.ShouldBe("limit_reached");
        (await Used(acme, "sessions")).ShouldBe(("0", "90"));
        (await room.Commit()).Used.ShouldBe(90);
    }

    [Fact]
    public async Task A_gauge_slot_is_claimed_once_and_can_be_freed()
    {
        await _limited.Declare("sdk-seats", "gauge", "seat", allows: "1");
        var acme = await _limited.On("sdk-gauge");

        var first = await Limits.Claim("limits-sdk-gauge", "sdk-seats", "anna/1");
        var again = await Limits.Claim("limits-sdk-gauge", "sdk-seats", "anna/1");
        var full = await Limits.Claim("limits-sdk-gauge", "sdk-seats", "bob");
        await Limits.Free("limits-sdk-gauge", "sdk-seats", "anna/1");
        var fits = await Limits.Claim("limits-sdk-gauge", "sdk-seats", "bob");

        (first.Used, first.Limit, again.Used).ShouldBe((1, 1, 1));
        (full.Refusal!.Code, full.Refusal.Used).ShouldBe(("limit_reached", 1));
        fits.Used.ShouldBe(1);
        (await Used(acme, "sdk-seats")).ShouldBe(("1", "0"));
    }

    [Fact]
    public async Task Invalid_requests_are_refused_with_an_error_code()
    {
        await _limited.On("sdk-wrong", "starter");

        var feature = await Should.ThrowAsync<RefusedException>(() => Limits.Consume("limits-sdk-wrong", "nothing"));
        var tenant = await Should.ThrowAsync<RefusedException>(() => Limits.Entitlements("nobody"));

        feature.Code.ShouldBe("unknown_feature");
        tenant.Code.ShouldBe("not_found");
    }

    private async Task<(string? Used, string? Reserved)> Used(string tenant, string feature) =>
        LimitedPlatform.Said(await _limited.Entitlement(tenant, feature), "used", "reserved") is [var used, var reserved] ? (used, reserved) : default;
}
