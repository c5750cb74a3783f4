using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Secrets;
using OwnerConsole.Plans.Entitlements;
using OwnerConsole.Plans.Entitlements.Gauges;

namespace OwnerConsole.Tests.Plans.Entitlements.Gauges;

/// <summary>A gauge counts resources that are added and removed. The numbers in the names are the rules of the limits' design.</summary>
public sealed class GaugeTests(TestConsole console) : IClassFixture<TestConsole>, IAsyncLifetime
{
    private LimitedPlatform _limited = null!; // set before each test

    public async ValueTask InitializeAsync() => _limited = await LimitedPlatform.Open(console);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Rule_7_a_slot_is_claimed_once_until_the_gauge_is_full()
    {
        var acme = await On("slots", "2");

        var first = await Claim(acme, "slots", "anna");
        var again = await Claim(acme, "slots", "anna");
        var last = await Claim(acme, "slots", "bob");
        var (status, refused) = await Claim(acme, "slots", "carl");
        var full = await Claim(acme, "slots", "bob");

        LimitedPlatform.Said(first.Body, "used", "limit", "remaining").ShouldBe(["1", "2", "1"]);
        again.Body.GetRawText().ShouldBe(first.Body.GetRawText());
        LimitedPlatform.Said(last.Body, "used", "remaining").ShouldBe(["2", "0"]);
        status.ShouldBe(402);
        LimitedPlatform.Said(refused, "code", "feature", "limit", "used", "requested").ShouldBe(["limit_reached", "slots", "2", "2", "1"]);
        refused.GetProperty("resets_at").ValueKind.ShouldBe(JsonValueKind.Null);
        (full.Status, full.Body.GetProperty("used").GetString()).ShouldBe((200, "2"));
        LimitedPlatform.Said(await _limited.Entitlement(acme, "slots"), "used", "limit", "remaining").ShouldBe(["2", "2", "0"]);
        (await _limited.Refused(LimitedPlatform.Check, acme, "slots")).Status.ShouldBe(402);
    }

    [Fact]
    public async Task Rule_7_freeing_a_slot_twice_frees_it_once()
    {
        var acme = await On("freed", "1");
        await Claim(acme, "freed", "anna");

        var freed = await Free(acme, "freed", "anna");
        var again = await Free(acme, "freed", "anna");
        var never = await Free(acme, "freed", "nobody");
        var other = await Claim(acme, "freed", "bob");

        LimitedPlatform.Said(freed.Body, "used", "remaining").ShouldBe(["0", "1"]);
        (again.Status, again.Body.GetRawText()).ShouldBe((200, freed.Body.GetRawText()));
        (never.Status, other.Status).ShouldBe((200, 200));
        other.Body.GetProperty("used").GetString().ShouldBe("1");
    }

    [Fact]
    public async Task Rule_7_concurrent_claims_on_two_nodes_fill_the_gauge_exactly()
    {
        var acme = await On("many", "10");
        var nodes = new[]
        {
            console.Services.GetRequiredService<GaugeCounter>(),
            new GaugeCounter(console.Database, console.Services.GetRequiredService<SecretBox>()),
        };

        var claimed = await Task.WhenAll(Enumerable.Range(0, 120).Select(number => Granted(nodes[number % 2].Claim(acme, "many", Resource(number), default))));
        var slots = await Slots(acme);
        var seen = await _limited.Entitlement(acme, "many");
        await Task.WhenAll(Enumerable.Range(0, 120).Select(number => nodes[number % 2].Free(acme, "many", Resource(number), default)));

        slots.ShouldBe(10);
        // Each resource in a slot was claimed four times.
        claimed.Count(isGranted => isGranted).ShouldBe(40);
        LimitedPlatform.Said(seen, "used", "remaining").ShouldBe(["10", "0"]);
        (await Slots(acme)).ShouldBe(0);
        LimitedPlatform.Said(await _limited.Entitlement(acme, "many"), "used", "remaining").ShouldBe(["0", "10"]);

        static string Resource(int number) => $"r{number / 2 % 30}";
    }

    [Fact]
    public async Task Rule_7_a_lowered_limit_keeps_slots_and_refuses_new_ones()
    {
        var acme = await On("downgraded", "1");
        await _limited.App.Run(
            "tenant.override_limit",
            acme,
            new
            {
                feature = "downgraded",
                allows = "3",
                reason = "A pilot",
            }
        );
        foreach (var resource in new[] { "anna", "bob", "carl" })
            (await Claim(acme, "downgraded", resource)).Status.ShouldBe(200);

        await _limited.App.Run("tenant.end_override", acme, new { feature = "downgraded" });

        LimitedPlatform.Said(await _limited.Entitlement(acme, "downgraded"), "used", "limit", "remaining").ShouldBe(["3", "1", "0"]);
        (await Claim(acme, "downgraded", "dora")).Status.ShouldBe(402);
        (await Claim(acme, "downgraded", "anna")).Status.ShouldBe(200);
        LimitedPlatform.Said((await Free(acme, "downgraded", "bob")).Body, "used", "limit", "remaining").ShouldBe(["2", "1", "0"]);
        (await Claim(acme, "downgraded", "bob")).Status.ShouldBe(402);
        (await Slots(acme)).ShouldBe(2);
    }

    [Fact]
    public async Task Rule_7_a_gauge_value_is_replaced_and_an_older_version_is_refused()
    {
        var acme = await On("level", "10", decimals: 1);

        var first = await Set(acme, "level", "4.5", 7);
        var again = await Set(acme, "level", "4.5", 7);
        var other = await Set(acme, "level", "5", 7);
        var older = await Set(acme, "level", "1", 6);
        var newer = await Set(acme, "level", "10", 8);

        LimitedPlatform.Said(first.Body, "used", "limit", "remaining").ShouldBe(["4.5", "10", "5.5"]);
        again.Body.GetRawText().ShouldBe(first.Body.GetRawText());
        (other.Status, older.Status).ShouldBe((409, 409));
        older.Body.GetProperty("code").GetString().ShouldBe("stale_version");
        LimitedPlatform.Said(newer.Body, "used").ShouldBe(["10"]);
        newer.Body.GetProperty("version").GetInt64().ShouldBe(8);
    }

    [Fact]
    public async Task Rule_7_a_gauge_above_its_limit_can_be_lowered_but_not_raised()
    {
        var acme = await On("above", "2");
        await _limited.App.Run(
            "tenant.override_limit",
            acme,
            new
            {
                feature = "above",
                allows = "9",
                reason = "A pilot",
            }
        );
        await Set(acme, "above", "9", 1);
        await _limited.App.Run("tenant.end_override", acme, new { feature = "above" });

        var (status, refused) = await Set(acme, "above", "10", 2);
        var lower = await Set(acme, "above", "8", 2);

        status.ShouldBe(402);
        LimitedPlatform.Said(refused, "used", "requested", "remaining").ShouldBe(["9", "1", "0"]);
        (lower.Status, lower.Body.GetProperty("used").GetString()).ShouldBe((200, "8"));
    }

    [Fact]
    public async Task Concurrent_gauge_updates_keep_the_highest_version()
    {
        var acme = await On("versions", "100");
        var nodes = new[]
        {
            console.Services.GetRequiredService<GaugeCounter>(),
            new GaugeCounter(console.Database, console.Services.GetRequiredService<SecretBox>()),
        };

        await Task.WhenAll(Enumerable.Range(1, 40).Select(version => Granted(nodes[version % 2].Set(acme, "versions", version, version, default))));

        (await Set(acme, "versions", "40", 40)).Status.ShouldBe(200);
        LimitedPlatform.Said(await _limited.Entitlement(acme, "versions"), "used").ShouldBe(["40"]);
    }

    [Fact]
    public async Task Rule_1_a_soft_gauge_can_exceed_its_limit()
    {
        var acme = await On("soft", "1", enforcement: "soft");

        await Claim(acme, "soft", "anna");
        var above = await Claim(acme, "soft", "bob");

        LimitedPlatform.Said(above.Body, "used", "limit", "remaining").ShouldBe(["2", "1", null]);
    }

    [Fact]
    public async Task A_gauge_has_either_slots_or_a_value()
    {
        var (slots, whole) = (await On("either", "5"), await _limited.On("gauges-whole"));
        await Claim(slots, "either", "anna");
        await Set(whole, "either", "0", 1);

        var set = await Set(slots, "either", "3", 1);
        var claimed = await Claim(whole, "either", "anna");

        (set.Status, claimed.Status).ShouldBe((409, 409));
        set.Body.GetProperty("code").GetString().ShouldBe("counted_by_slots");
        claimed.Body.GetProperty("code").GetString().ShouldBe("set_as_a_whole");
    }

    [Fact]
    public async Task A_slot_of_a_retired_feature_can_be_freed_but_not_claimed()
    {
        var acme = await _limited.On("gauges-retired");
        var declared = await _limited.Declare("gone", "gauge", "thing", allows: "2");
        await Claim(acme, "gone", "anna");

        await _limited.App.Run("feature.retire", declared);

        (await Claim(acme, "gone", "bob")).Body.GetProperty("code").GetString().ShouldBe("unknown_feature");
        LimitedPlatform.Said((await Free(acme, "gone", "anna")).Body, "used").ShouldBe(["0"]);
    }

    [Fact]
    public async Task A_refused_claim_writes_no_usage()
    {
        var acme = await On("none", "0");

        (await Claim(acme, "none", "anna")).Status.ShouldBe(402);
        (await Set(acme, "none", "1", 1)).Status.ShouldBe(402);

        await using var work = await console.Database.Read();
        (await work.One<long>("select count(*) from entitlements.usage where tenant_id = @acme", new { acme })).ShouldBe(0);
    }

    [Theory]
    [InlineData("PUT", "clients/anna", null, 400, "invalid")]
    [InlineData("DELETE", "clients/anna", null, 400, "invalid")]
    [InlineData("PUT", "sessions/ext:anna", null, 422, "not_a_gauge")]
    [InlineData("DELETE", "sessions/ext:anna", null, 422, "not_a_gauge")]
    [InlineData("PUT", "nothing/ext:anna", null, 404, "unknown_feature")]
    [InlineData("DELETE", "nothing/ext:anna", null, 404, "unknown_feature")]
    [InlineData("PUT", "sessions", """{"value": "1", "version": 1}""", 422, "not_a_gauge")]
    [InlineData("PUT", "nothing", """{"value": "1", "version": 1}""", 404, "unknown_feature")]
    [InlineData("PUT", "clients", """{"value": "-1", "version": 1}""", 400, "invalid")]
    [InlineData("PUT", "clients", """{"value": "1.5", "version": 1}""", 400, "invalid")]
    [InlineData("PUT", "clients", """{"value": "1"}""", 400, "invalid")]
    [InlineData("PUT", "clients", """{"value": "1", "version": 1.5}""", 400, "invalid")]
    public async Task An_invalid_gauge_request_is_refused_with_its_reason(string method, string place, string? body, int status, string code)
    {
        var acme = await _limited.On("bad-gauges");

        var answer = await _limited.App.Send(new(method), $"/api/v1/tenants/{acme}/gauges/{place}", body);

        answer.Status.ShouldBe(status, answer.Body.GetRawText());
        answer.Body.GetProperty("code").GetString().ShouldBe(code);
    }

    /// <returns>A tenant with this limit for a new gauge.</returns>
    private async Task<string> On(string gauge, string allows, int decimals = 0, string enforcement = "hard")
    {
        await _limited.Declare(gauge, "gauge", "thing", enforcement, decimals: decimals, allows: allows);
        return await _limited.On($"gauges-{gauge}");
    }

    private Task<(int Status, JsonElement Body)> Claim(string tenant, string gauge, string resource) =>
        _limited.App.Send(HttpMethod.Put, $"/api/v1/tenants/{tenant}/gauges/{gauge}/ext:{resource}");

    private Task<(int Status, JsonElement Body)> Free(string tenant, string gauge, string resource) =>
        _limited.App.Send(HttpMethod.Delete, $"/api/v1/tenants/{tenant}/gauges/{gauge}/ext:{resource}");

    private Task<(int Status, JsonElement Body)> Set(string tenant, string gauge, string value, long version) =>
        _limited.App.Send(HttpMethod.Put, $"/api/v1/tenants/{tenant}/gauges/{gauge}", JsonSerializer.Serialize(new { value, version }));

    private static async Task<bool> Granted(Task<GaugeView> asked)
    {
        try
        {
            await asked;
            return true;
        }
        catch (Problem refused) when (refused.Status is 402 or 409)
        {
            return false;
        }
    }

    private async Task<long> Slots(string tenant)
    {
        await using var work = await console.Database.Read();
        return await work.One<long>("select count(*) from entitlements.slots where tenant_id = @tenant", new { tenant });
    }
}
