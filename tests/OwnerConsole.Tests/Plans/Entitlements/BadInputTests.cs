using System.Text.Json;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Plans.Entitlements;

/// <summary>Invalid requests, and requests for retired plans and features, are answered with a problem that states the cause.</summary>
public sealed class BadInputTests(TestConsole console) : IClassFixture<TestConsole>, IAsyncLifetime
{
    private const string Consume = LimitedPlatform.Consume,
        Reserve = LimitedPlatform.Reserve,
        Refund = "/api/v1/entitlements/refund";

    private LimitedPlatform _limited = null!; // set before each test

    public async ValueTask InitializeAsync() => _limited = await LimitedPlatform.Open(console);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData(Consume, """{"feature":"sessions"}""", 400, "invalid", "tenant")]
    [InlineData(Consume, """{"tenant":"TENANT"}""", 400, "invalid", "feature")]
    [InlineData(Consume, """{"tenant":"ext:nobody","feature":"sessions"}""", 404, "not_found", "tenant")]
    [InlineData(Consume, """{"tenant":"","feature":"sessions"}""", 404, "not_found", "tenant")]
    [InlineData(Consume, """{"tenant":"TENANT","feature":""}""", 404, "unknown_feature", "no feature")]
    [InlineData(Consume, """{"tenant":"TENANT","feature":"sessions","amount":5}""", 400, "invalid", "amount")]
    [InlineData(Consume, """{"tenant":"TENANT","feature":"sessions","amount":""}""", 400, "invalid", "amount")]
    [InlineData(Consume, """{"tenant":"TENANT","feature":"sessions","amount":"-0.5"}""", 400, "invalid", "amount")]
    [InlineData(Consume, """{"tenant":"TENANT","feature":"sessions","amount":"0.5"}""", 400, "invalid", "amount")]
    [InlineData(Consume, """{"tenant":"TENANT","feature":"sessions","amount":"-1","at":"2026-01-01T00:00:00Z"}""", 400, "invalid", "amount")]
    [InlineData(Consume, """{"tenant":"TENANT","feature":"sessions","amount":"0.5","at":"NOW"}""", 400, "invalid", "amount")]
    [InlineData(Consume, """{"tenant":"TENANT","feature":"sessions","at":"1999-01-01T00:00:00Z"}""", 422, "too_old", "32 days")]
    [InlineData(Consume, """{"tenant":"TENANT","feature":"sessions","at":"9999-01-01T00:00:00Z"}""", 422, "time_ahead", "ahead of")]
    [InlineData(Consume, """{"tenant":"TENANT","feature":"sessions","at":"2026-02-30T00:00:00Z"}""", 400, "invalid", "at")]
    [InlineData(Consume, """{"tenant":"TENANT","feature":"sessions","at":5}""", 400, "invalid", "at")]
    [InlineData(Consume, """{"tenant":"TENANT","feature":"sessions","resource":"ext:anna","at":"NOW"}""", 400, "invalid", "resource")]
    [InlineData(Consume, """{"tenant":"TENANT","feature":"nothing","at":"NOW"}""", 404, "unknown_feature", "no feature")]
    [InlineData(Reserve, """{"tenant":"TENANT","feature":"nothing","ttl_seconds":60}""", 404, "unknown_feature", "no feature")]
    [InlineData(Reserve, """{"tenant":"TENANT","feature":"clients","ttl_seconds":60}""", 422, "not_counted", "is not a counter")]
    [InlineData(Reserve, """{"tenant":"TENANT","feature":"sso","ttl_seconds":60}""", 422, "not_counted", "is not a counter")]
    [InlineData(Reserve, """{"tenant":"ext:nobody","feature":"sessions","ttl_seconds":60}""", 404, "not_found", "tenant")]
    [InlineData(Reserve, """{"tenant":"TENANT","feature":"sessions","ttl_seconds":-60}""", 400, "invalid", "ttl_seconds")]
    [InlineData(Reserve, """{"tenant":"TENANT","feature":"storage","amount":"0.001","ttl_seconds":60}""", 400, "invalid", "amount")]
    [InlineData(Refund, """{"tenant":"TENANT"}""", 400, "invalid", "key")]
    [InlineData(Refund, """{"tenant":"TENANT","key":"never-said"}""", 404, "unknown_claim", "32 days")]
    public async Task An_invalid_claim_is_rejected_and_not_counted(string address, string body, int status, string code, string says)
    {
        var acme = await _limited.On($"bad-input-{Mark(address + body)}", "starter");

        var (answered, problem) = await _limited.App.Send(
            HttpMethod.Post,
            address,
            body.Replace("TENANT", acme, StringComparison.Ordinal).Replace("NOW", TimeProvider.System.GetUtcNow().ToString("O"), StringComparison.Ordinal)
        );

        answered.ShouldBe(status, problem.ToString());
        (problem.GetProperty("code").GetString(), problem.GetProperty("status").GetInt32()).ShouldBe((code, status));
        problem.GetProperty("detail").GetString()!.ShouldContain(says);
        problem.GetProperty("type").GetString().ShouldNotBeNullOrEmpty();
        (await _limited.Entitlement(acme, "sessions")).GetProperty("used").GetString().ShouldBe("0");
    }

    [Theory]
    [InlineData("PUT", "clients", """{"value":"-1","version":1}""", "value")]
    [InlineData("PUT", "clients", """{"value":"0.5","version":1}""", "value")]
    [InlineData("PUT", "clients", """{"value":3,"version":1}""", "value")]
    [InlineData("PUT", "clients", """{"value":"1000000000001","version":1}""", "value")]
    [InlineData("PUT", "clients", """{"value":"3","version":99999999999999999999}""", "version")]
    [InlineData("PUT", "clients/slots", """{"resources":["anna"]}""", "the resource")]
    [InlineData("PUT", "clients/slots", """{"resources":[null]}""", "resources[0]")]
    public async Task An_invalid_gauge_report_is_rejected(string method, string place, string body, string says)
    {
        var acme = await _limited.On($"bad-gauge-{Mark(place + body)}", "starter");

        var (status, problem) = await _limited.App.Send(new(method), $"/api/v1/tenants/{acme}/gauges/{place}", body);

        (status, problem.GetProperty("code").GetString()).ShouldBe((400, "invalid"), problem.ToString());
        problem.GetProperty("detail").GetString()!.ShouldContain(says);
    }

    [Fact]
    public async Task An_expired_reservation_is_refused_but_its_usage_can_be_recorded()
    {
        var acme = await _limited.On("bad-expired", "starter");
        var held = await _limited.Held(acme, "sessions", "60");
        await _limited.Expire(acme);

        var commit = await _limited.Commit(held);
        var release = await _limited.Release(held);
        var counted = await _limited.App.Post(
            Consume,
            new
            {
                tenant = acme,
                feature = "sessions",
                amount = "60",
                at = TimeProvider.System.GetUtcNow().AddSeconds(-1),
            }
        );

        (commit.Status, commit.Body.GetProperty("code").GetString(), release.Status).ShouldBe((409, "reservation_expired", 200));
        LimitedPlatform.Said(counted, "used", "reserved").ShouldBe(["60", "0"]);
    }

    [Fact]
    public async Task A_retired_plan_keeps_its_limits_for_its_subscribers()
    {
        var plan = await _limited.Plan("goes", ("sessions", "10"));
        var acme = await _limited.On("bad-plan", "goes");
        var held = await _limited.Held(acme, "sessions", "4");
        var (kept, before) = (await _limited.Held(acme, "sessions", "1"), await _limited.Keyed(acme, "sessions", "2", "order-1"));

        await _limited.App.Run("plan.retire", plan);

        var again = await _limited.Keyed(acme, "sessions", "2", "order-1");
        (before.Status, again.Body.GetProperty("repeated").GetBoolean()).ShouldBe((200, true));
        (await _limited.Commit(held, "5")).Status.ShouldBe(200);
        (await _limited.Release(kept)).Status.ShouldBe(200);
        (await _limited.App.Post(Consume, LimitedPlatform.Asked(acme, "sessions", "3"))).GetProperty("used").GetString().ShouldBe("10");
        var (status, refused) = await _limited.Refused(Consume, acme, "sessions");
        (status, refused.GetProperty("code").GetString(), refused.GetProperty("source_id").GetString()).ShouldBe((402, "limit_reached", $"{plan}:2"));
        var (_, decision) = await _limited.App.Send(HttpMethod.Get, $"/api/v1/decisions/{refused.GetProperty("decision").GetString()}", null);
        decision.GetProperty("rules")[0].GetProperty("plan").GetString().ShouldBe("goes");
    }

    [Fact]
    public async Task A_retired_feature_is_unknown_but_open_reservations_can_be_closed()
    {
        var feature = await _limited.Declare("fades", "counter", "try", allows: "10");
        var acme = await _limited.On("bad-feature", "starter");
        var (first, second, third) = (
            await _limited.Held(acme, "fades", "2"),
            await _limited.Held(acme, "fades", "2"),
            await _limited.Held(acme, "fades", "2")
        );
        await _limited.Keyed(acme, "fades", "1", "order-1");

        await _limited.App.Run("feature.retire", feature);

        var consume = await _limited.Refused(Consume, acme, "fades");
        var check = await _limited.Refused(LimitedPlatform.Check, acme, "fades");
        var reserve = await _limited.App.Send(HttpMethod.Post, Reserve, JsonSerializer.Serialize(LimitedPlatform.Reserving(acme, "fades", "1")));
        var more = await _limited.Commit(third, "3");
        new[] { consume, check, reserve, more }
            .Select(answer => (answer.Status, answer.Body.GetProperty("code").GetString()))
            .Distinct()
            .ShouldBe([(404, "unknown_feature")]);
        ((await _limited.Commit(first, "1")).Status, (await _limited.Release(second)).Status).ShouldBe((200, 200));
        var (status, refund) = await _limited.App.Send(HttpMethod.Post, Refund, JsonSerializer.Serialize(new { tenant = acme, key = "order-1" }));
        (status, refund.GetProperty("used").GetString()).ShouldBe((200, "1"));
    }

    /// <returns>A mark that gives each case its own tenant.</returns>
    private static string Mark(string of) => $"{string.GetHashCode(of, StringComparison.Ordinal):x}";
}
