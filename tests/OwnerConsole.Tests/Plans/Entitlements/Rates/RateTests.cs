using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Secrets;
using OwnerConsole.Plans.Entitlements;
using OwnerConsole.Plans.Entitlements.Blocks;
using OwnerConsole.Plans.Entitlements.Rates;

namespace OwnerConsole.Tests.Plans.Entitlements.Rates;

/// <summary>A rate limits usage within a second, a minute or an hour. The numbers in the names are the rules of the limits' design.</summary>
public sealed class RateTests(TestConsole console) : IClassFixture<TestConsole>, IAsyncLifetime
{
    private LimitedPlatform _limited = null!; // set before each test

    public async ValueTask InitializeAsync() => _limited = await LimitedPlatform.Open(console);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Rule_17_a_rate_allows_its_limit_then_answers_429_until_refilled()
    {
        var acme = await On("rate", "hour", "3");

        var first = await _limited.App.Post(LimitedPlatform.Consume, LimitedPlatform.Asked(acme, "rate"));
        await _limited.App.Post(LimitedPlatform.Consume, LimitedPlatform.Asked(acme, "rate", "2"));
        var (status, refused, retry) = await Refused(acme, "rate");
        await MoveBack(acme, minutes: 20);
        var again = await _limited.App.Post(LimitedPlatform.Consume, LimitedPlatform.Asked(acme, "rate"));

        LimitedPlatform.Said(first, "used", "limit").ShouldBe(["1", "3"]);
        status.ShouldBe(429);
        LimitedPlatform.Said(refused, "code", "feature", "limit", "used", "requested", "remaining").ShouldBe(["rate_limited", "rate", "3", "3", "1", "0"]);
        retry!.Value.ShouldBeInRange(1190, 1200); // A third of an hour.
        refused.GetProperty("detail").GetString()!.ShouldContain("the limit is 3 calls an hour");
        LimitedPlatform.Said(again, "used", "limit").ShouldBe(["3", "3"]);
    }

    [Fact]
    public async Task Rule_17_concurrent_calls_on_two_nodes_pass_exactly_up_to_the_rate()
    {
        var acme = await On("crowd", "hour", "50");
        var rates = console.Services.GetRequiredService<FeatureRateLimiter>();
        // A second instance on the same database, like a second node.
        var other = new FeatureRateLimiter(
            console.Database,
            console.Services.GetRequiredService<RefusalCounter>(),
            console.Services.GetRequiredService<SecretBox>()
        );

        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(number => Passes(number % 2 == 0 ? rates : other, acme)));

        answers.Count(passed => passed).ShouldBe(50);
    }

    [Fact]
    public async Task Rule_17_a_changed_rate_keeps_the_used_share()
    {
        var acme = await On("changed", "hour", "2");
        await _limited.App.Post(LimitedPlatform.Consume, LimitedPlatform.Asked(acme, "changed", "2"));

        await _limited.App.Run(
            "tenant.override_limit",
            acme,
            new
            {
                feature = "changed",
                allows = "4",
                reason = "A busy day.",
            }
        );
        var still = await Refused(acme, "changed");
        await MoveBack(acme, minutes: 15);
        var more = await _limited.App.Post(LimitedPlatform.Consume, LimitedPlatform.Asked(acme, "changed"));
        await _limited.App.Run(
            "tenant.override_limit",
            acme,
            new
            {
                feature = "changed",
                allows = "unlimited",
                reason = "A busy week.",
            }
        );
        var any = await _limited.App.Post(LimitedPlatform.Consume, LimitedPlatform.Asked(acme, "changed", "1000"));

        LimitedPlatform.Said(still.Body, "source", "limit").ShouldBe(["override", "4"]);
        LimitedPlatform.Said(more, "used", "limit").ShouldBe(["4", "4"]);
        any.GetProperty("limit").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task Rule_17_a_check_of_an_exhausted_rate_answers_429_without_blocking()
    {
        var acme = await On("asked", "minute", "5");
        await _limited.App.Post(LimitedPlatform.Consume, LimitedPlatform.Asked(acme, "asked", "5"));

        var (status, refused, _) = await Refused(acme, "asked", LimitedPlatform.Check);
        var shown = await _limited.Entitlement(acme, "asked");

        (status, refused.GetProperty("code").GetString()).ShouldBe((429, "rate_limited"));
        LimitedPlatform.Said(shown, "kind", "per", "limit").ShouldBe(["rate", "minute", "5"]);
        shown.GetProperty("blocked_since").ValueKind.ShouldBe(JsonValueKind.Null); // A rate-limited tenant is not blocked.
        refused.GetProperty("decision").GetString()!.ShouldStartWith("dec_");
    }

    [Theory]
    [InlineData("0", 402, "not_granted")]
    [InlineData("3", 402, "limit_reached")] // 5 never fit at once.
    public async Task Rule_17_a_call_that_never_fits_is_refused_with_402(string allows, int status, string code)
    {
        var acme = await On($"never-{allows}", "second", allows);

        var refused = await Refused(acme, $"never-{allows}", amount: "5");

        (refused.Status, refused.Body.GetProperty("code").GetString()).ShouldBe((status, code));
        refused.RetryAfter.ShouldBeNull();
    }

    [Theory]
    [InlineData("0.5", 400, "invalid")]
    [InlineData("-1", 400, "invalid")]
    public async Task An_invalid_amount_is_rejected(string amount, int status, string code)
    {
        var acme = await On($"bad{amount.Length}", "minute", "5");

        var (answered, refused, _) = await Refused(acme, $"bad{amount.Length}", amount: amount);

        (answered, refused.GetProperty("code").GetString()).ShouldBe((status, code));
    }

    [Fact]
    public async Task A_rate_supports_neither_reservations_nor_slots()
    {
        var acme = await On("room", "minute", "5");

        var held = await _limited.App.Send(HttpMethod.Post, LimitedPlatform.Reserve, JsonSerializer.Serialize(LimitedPlatform.Reserving(acme, "room", "1")));
        var claimed = await _limited.App.Send(HttpMethod.Put, $"/api/v1/tenants/{acme}/gauges/room/ext:one", null);

        (held.Status, held.Body.GetProperty("code").GetString()).ShouldBe((422, "not_counted"));
        (claimed.Status, claimed.Body.GetProperty("code").GetString()).ShouldBe((422, "not_a_gauge"));
    }

    [Theory]
    [InlineData("rate", "month", "hard", "bad_resets")]
    [InlineData("counter", "minute", "hard", "bad_resets")]
    [InlineData("rate", "minute", "soft", "bad_enforcement")]
    public async Task A_rate_resets_within_an_hour_and_is_always_hard(string kind, string resets, string enforcement, string code)
    {
        var refused = await _limited.App.Refusal(
            "feature.declare",
            "tnt_platform",
            new
            {
                key = "wrong",
                name = "Wrong",
                kind,
                unit = "call",
                resets,
                enforcement,
            }
        );

        refused.ShouldBe(code);
    }

    private async Task<string> On(string feature, string resets, string allows)
    {
        await _limited.Declare(feature, "rate", "call", resets: resets, allows: allows);
        return await _limited.On($"rate-{feature}", "starter");
    }

    private async Task<(int Status, JsonElement Body, int? RetryAfter)> Refused(
        string tenant,
        string feature,
        string address = LimitedPlatform.Consume,
        string? amount = null
    )
    {
        using var answer = await _limited.App.Http.PostAsJsonAsync(address, LimitedPlatform.Asked(tenant, feature, amount));
        return ((int)answer.StatusCode, JsonElement.Parse(await answer.Content.ReadAsStringAsync()), (int?)answer.Headers.RetryAfter?.Delta?.TotalSeconds);
    }

    private static async Task<bool> Passes(FeatureRateLimiter rates, string tenant)
    {
        try
        {
            await rates.Consume(tenant, "crowd", 1);
            return true;
        }
        catch (Problem refused) when (refused.Status == 429)
        {
            return false;
        }
    }

    /// <summary>Moves the usage of the tenant into the past.</summary>
    private Task MoveBack(string tenant, int minutes) =>
        _limited.Execute(
            $"update entitlements.usage set full_at = full_at - interval '{minutes} minutes' where tenant_id = @tenant and full_at is not null",
            tenant
        );
}
