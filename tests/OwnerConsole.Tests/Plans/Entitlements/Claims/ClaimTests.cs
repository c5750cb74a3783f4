using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Plans.Entitlements;
using OwnerConsole.Plans.Entitlements.Claims;

namespace OwnerConsole.Tests.Plans.Entitlements.Claims;

/// <summary>Claims are counted until they reach the limit. The numbers in the names are the rules of the limits' design.</summary>
public sealed class ClaimTests(TestConsole console) : IClassFixture<TestConsole>, IAsyncLifetime
{
    private LimitedPlatform _limited = null!; // set before each test

    public async ValueTask InitializeAsync() => _limited = await LimitedPlatform.Open(console);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Claims_are_granted_up_to_the_limit_and_then_refused_with_402()
    {
        var acme = await _limited.On("hard", "starter");

        var first = await _limited.App.Post(LimitedPlatform.Consume, LimitedPlatform.Asked(acme, "sessions", "99"));
        var last = await _limited.App.Post(LimitedPlatform.Consume, LimitedPlatform.Asked(acme, "sessions"));
        var (status, refused) = await _limited.Refused(LimitedPlatform.Consume, acme, "sessions");

        (first.GetProperty("used").GetString(), last.GetProperty("used").GetString()).ShouldBe(("99", "100"));
        status.ShouldBe(402);
        refused.GetProperty("code").GetString().ShouldBe("limit_reached");
        LimitedPlatform.Said(refused, "feature", "limit", "used", "requested", "remaining").ShouldBe(["sessions", "100", "100", "1", "0"]);
        refused.GetProperty("source").GetString().ShouldBe("plan_version");
        refused.GetProperty("source_id").GetString()!.ShouldEndWith(":2");
        refused.GetProperty("resets_at").GetDateTimeOffset().ShouldBeGreaterThan(TimeProvider.System.GetUtcNow());
        refused
            .GetProperty("upgrades")
            .EnumerateArray()
            .Select(plan => plan.GetProperty("plan").GetString())
            .ShouldBe(["pro", "enterprise"], ignoreOrder: true);
        refused.GetProperty("detail").GetString()!.ShouldStartWith("sessions: 100 of 100 sessions used, and 1 more would exceed the limit.");
        (await _limited.Entitlement(acme, "sessions")).GetProperty("used").GetString().ShouldBe("100");
    }

    [Fact]
    public async Task Rule_1_soft_limits_allow_overage_burst_limits_a_margin_unlimited_everything()
    {
        var acme = await _limited.On("modes", "starter", "enterprise");

        await _limited.App.Post(LimitedPlatform.Consume, LimitedPlatform.Asked(acme, "exports", "7"));
        await _limited.App.Post(LimitedPlatform.Consume, LimitedPlatform.Asked(acme, "calls", "110"));
        await _limited.App.Post(LimitedPlatform.Consume, LimitedPlatform.Asked(acme, "sessions", "1000000"));

        (await _limited.Refused(LimitedPlatform.Consume, acme, "calls")).Status.ShouldBe(402);
        LimitedPlatform.Said(await _limited.Entitlement(acme, "exports"), "limit", "used", "remaining").ShouldBe(["5", "7", null]);
        LimitedPlatform.Said(await _limited.Entitlement(acme, "sessions"), "limit", "used", "remaining").ShouldBe([null, "1000000", null]);
    }

    [Fact]
    public async Task Rule_1_a_feature_without_a_grant_has_limit_zero()
    {
        var acme = await _limited.On("nothing");

        var (status, refused) = await _limited.Refused(LimitedPlatform.Consume, acme, "sessions");

        status.ShouldBe(402);
        LimitedPlatform.Said(refused, "limit", "remaining").ShouldBe(["0", "0"]);
        refused.GetProperty("source").GetString().ShouldBe("feature");
    }

    [Fact]
    public async Task A_repeated_key_is_counted_once_and_refused_for_a_different_claim()
    {
        var acme = await _limited.On("keys", "starter");

        var first = await _limited.Keyed(acme, "sessions", "3", "order-1");
        var again = await _limited.Keyed(acme, "sessions", "3", "order-1");
        var other = await _limited.Keyed(acme, "sessions", "4", "order-1");
        var elsewhere = await _limited.Keyed(acme, "exports", "3", "order-1");

        (first.Body.GetProperty("repeated").GetBoolean(), again.Body.GetProperty("repeated").GetBoolean()).ShouldBe((false, true));
        again.Body.GetProperty("used").GetString().ShouldBe("3");
        (other.Status, elsewhere.Status).ShouldBe((422, 422));
        other.Body.GetProperty("code").GetString().ShouldBe("idempotency_key_reused");
        (await _limited.Entitlement(acme, "exports")).GetProperty("used").GetString().ShouldBe("0");
    }

    [Fact]
    public async Task A_refused_claim_can_be_retried_with_its_key()
    {
        var acme = await _limited.On("refused-key", "starter");
        (await _limited.Keyed(acme, "sessions", "101", "big")).Status.ShouldBe(402);

        await _limited.App.Run(
            "tenant.override_limit",
            acme,
            new
            {
                feature = "sessions",
                allows = "200",
                reason = "Agreed",
            }
        );

        (await _limited.Keyed(acme, "sessions", "101", "big")).Body.GetProperty("repeated").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task Rule_4_concurrent_claims_are_granted_exactly_up_to_the_limit()
    {
        var acme = await _limited.On("crowd", "starter");
        var claims = console.Services.GetRequiredService<ClaimProcessor>();
        // A second instance on the same database, like a second node.
        var other = new ClaimProcessor(console.Database);

        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 10_000)
                .Select(number => (number % 2 == 0 ? claims : other).Consume(acme, "sessions", 1, number % 3 == 0 ? $"crowd:{number}" : null))
        );

        answers.Count(answer => answer.Refused is null).ShouldBe(100);
        LimitedPlatform.Said(await _limited.Entitlement(acme, "sessions"), "used", "remaining").ShouldBe(["100", "0"]);
    }

    [Fact]
    public async Task Concurrent_claims_of_different_sizes_never_exceed_the_limit()
    {
        var acme = await _limited.On("sizes", "starter");
        var claims = console.Services.GetRequiredService<ClaimProcessor>();

        var answers = await Task.WhenAll(new[] { 60m, 60m, 40m, 1m }.Select(amount => claims.Consume(acme, "sessions", amount, key: null)));

        answers.Where(answer => answer.Refused is null).Count().ShouldBeGreaterThanOrEqualTo(2);
        decimal.Parse((await _limited.Entitlement(acme, "sessions")).GetProperty("used").GetString()!, CultureInfo.InvariantCulture)
            .ShouldBeLessThanOrEqualTo(100);
    }

    [Fact]
    public async Task A_claim_waits_for_a_claim_with_the_same_key_on_another_node()
    {
        var acme = await _limited.On("twin", "starter");
        await _limited.App.Post(LimitedPlatform.Consume, LimitedPlatform.Asked(acme, "sessions"));
        await using var twin = await console.Database.Write(WriteOrigin.Intake("test"), [acme]);
        await twin.Execute("select from entitlements.usage where tenant_id = @acme for no key update", new { acme });

        var claim = console.Services.GetRequiredService<ClaimProcessor>().Consume(acme, "sessions", 1, "twin");
        await console.Until(
            "select exists (select from pg_locks l join pg_stat_activity a using (pid) where not l.granted and a.datname = current_database())"
        );
        await twin.Execute(
            """
            insert into entitlements.claims (tenant_id, claim_key, feature, amount, period_start, at)
            select tenant_id, 'twin', feature, 1, period_start, now() from entitlements.usage where tenant_id = @acme
            """,
            new { acme }
        );
        await twin.Execute("update entitlements.usage set used = used + 1 where tenant_id = @acme", new { acme });
        await twin.Commit();

        (await claim).IsRepeated.ShouldBeTrue();
        (await claim).Used.ShouldBe(2);
    }

    [Fact]
    public async Task Rule_5_a_new_period_starts_at_zero_and_lifetime_counters_never_reset()
    {
        var acme = await _limited.On("periods", "starter");
        await _limited.App.Post(LimitedPlatform.Consume, LimitedPlatform.Asked(acme, "sessions", "100"));
        await _limited.App.Post(LimitedPlatform.Consume, LimitedPlatform.Asked(acme, "lifetime", "3"));

        await _limited.Execute(
            "update entitlements.usage set period_start = period_start - interval '1 month', period_end = now(), limit_until = now() where tenant_id = @tenant and feature = 'sessions'",
            acme
        );

        LimitedPlatform.Said(await _limited.App.Post(LimitedPlatform.Consume, LimitedPlatform.Asked(acme, "sessions")), "used").ShouldBe(["1"]);
        var (status, refused) = await _limited.Refused(LimitedPlatform.Consume, acme, "lifetime");
        status.ShouldBe(402);
        refused.GetProperty("resets_at").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task One_key_used_for_two_features_at_once_is_granted_once_and_refused_once()
    {
        for (var round = 0; round < 15; round++)
        {
            var acme = await _limited.On($"raced-{round}", "starter");

            var answers = await Task.WhenAll(_limited.Keyed(acme, "sessions", "1", $"raced-{round}"), _limited.Keyed(acme, "exports", "1", $"raced-{round}"));

            answers.Select(answer => answer.Status).Order().ShouldBe([200, 422]);
        }
    }

    [Fact]
    public async Task Rule_13_fractions_are_counted_exactly()
    {
        var acme = await _limited.On("fractions", "starter");

        for (var time = 0; time < 25; time++)
            await _limited.App.Post(LimitedPlatform.Consume, LimitedPlatform.Asked(acme, "storage", "0.1"));

        LimitedPlatform.Said(await _limited.Entitlement(acme, "storage"), "used", "limit", "remaining").ShouldBe(["2.5", "2.5", "0"]);
        (await _limited.Refused(LimitedPlatform.Consume, acme, "storage", "0.01")).Status.ShouldBe(402);
    }

    [Theory]
    [InlineData("sessions", "-1", 400, "invalid")]
    [InlineData("sessions", "0", 400, "invalid")]
    [InlineData("sessions", "1.5", 400, "invalid")]
    [InlineData("sessions", "1e3", 400, "invalid")]
    [InlineData("sessions", "many", 400, "invalid")]
    [InlineData("sessions", "1000000000001", 400, "invalid")]
    [InlineData("storage", "0.001", 400, "invalid")]
    [InlineData("nothing", "1", 404, "unknown_feature")]
    [InlineData("sso", "1", 422, "not_counted")]
    [InlineData("clients", "1", 422, "not_counted")]
    public async Task An_invalid_claim_is_refused_with_its_reason(string feature, string amount, int status, string code)
    {
        var acme = await _limited.On($"bad-{feature}{amount}", "starter");

        var answer = await _limited.Refused(LimitedPlatform.Consume, acme, feature, amount);

        answer.Status.ShouldBe(status);
        answer.Body.GetProperty("code").GetString().ShouldBe(code);
    }

    [Fact]
    public async Task An_invalid_claim_in_a_batch_fails_alone()
    {
        var acme = await _limited.On("mixed", "starter");
        var claims = console.Services.GetRequiredService<ClaimProcessor>();

        var answers = new[] { 1m, 0.5m, 2m }.Select(amount => claims.Consume(acme, "sessions", amount, key: null)).ToList();
        await Task.WhenAll(answers.Select(answer => answer.ContinueWith(_ => { }, TaskScheduler.Default)));

        answers.Select(answer => answer.IsFaulted).ShouldBe([false, true, false]);
        (await _limited.Entitlement(acme, "sessions")).GetProperty("used").GetString().ShouldBe("3");
    }

    [Fact]
    public async Task A_time_zone_change_does_not_grant_a_second_period()
    {
        var berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        var now = TimeProvider.System.GetUtcNow();
        var began = Enumerable.Range(1, 365).Select(day => now.AddDays(-day)).First(day => berlin.GetUtcOffset(day) != berlin.GetUtcOffset(now));
        await _limited.Declare("daily", "counter", "try", resets: "day", allows: "1");
        var acme = await _limited.On("moves");
        await _limited.Execute(FormattableString.Invariant($"update core.tenants set opened_at = '{began:u}' where tenant_id = @tenant"), acme);
        await _limited.App.Post(LimitedPlatform.Consume, LimitedPlatform.Asked(acme, "daily"));

        await _limited.App.Put($"/api/v1/tenants/{acme}", new { time_zone = "Europe/Berlin" }); // Its days now start an hour earlier or later than before.
        await _limited.Execute("update entitlements.usage set limit_until = now() where tenant_id = @tenant", acme);

        (await _limited.Refused(LimitedPlatform.Consume, acme, "daily")).Status.ShouldBe(402);
    }

    [Fact]
    public async Task Old_claim_keys_are_deleted_and_their_usage_is_kept()
    {
        var acme = await _limited.On("old", "starter");
        await _limited.Keyed(acme, "sessions", "1", "old");
        await _limited.Keyed(acme, "sessions", "1", "new");
        await _limited.Execute("update entitlements.claims set at = now() - interval '33 days' where tenant_id = @tenant and claim_key like '%:old'", acme);

        await new ClaimUpkeep(console.Database).Execute(null!, CancellationToken.None); // The handler reads no item.

        (await _limited.Keyed(acme, "sessions", "1", "new")).Body.GetProperty("repeated").GetBoolean().ShouldBeTrue();
        (await _limited.Keyed(acme, "sessions", "1", "old")).Body.GetProperty("used").GetString().ShouldBe("3");
    }
}
