using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Plans.Entitlements;
using OwnerConsole.Plans.Entitlements.Claims;
using OwnerConsole.Plans.Entitlements.Gauges;

namespace OwnerConsole.Tests.Plans.Entitlements.Gauges;

/// <summary>A unique feature counts distinct ids within a period.</summary>
public sealed class UniqueTests(TestConsole console) : IClassFixture<TestConsole>, IAsyncLifetime
{
    private LimitedPlatform _limited = null!; // set before each test

    public async ValueTask InitializeAsync() => _limited = await LimitedPlatform.Open(console);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task An_id_is_counted_once_per_period_up_to_the_limit()
    {
        var acme = await On("members", "2");

        var first = await Seen(acme, "members", "anna");
        var again = await Seen(acme, "members", "anna");
        await Seen(acme, "members", "bob");
        var (status, refused) = await Seen(acme, "members", "carl");
        var known = await Seen(acme, "members", "bob");

        LimitedPlatform.Said(first.Body, "used", "limit").ShouldBe(["1", "2"]);
        (first.Body.GetProperty("repeated").GetBoolean(), again.Body.GetProperty("repeated").GetBoolean()).ShouldBe((false, true));
        again.Body.GetProperty("used").GetString().ShouldBe("1");
        status.ShouldBe(402);
        LimitedPlatform.Said(refused, "code", "feature", "limit", "used", "requested").ShouldBe(["limit_reached", "members", "2", "2", "1"]);
        refused.GetProperty("resets_at").ValueKind.ShouldBe(JsonValueKind.String);
        known.Status.ShouldBe(200);
        (await _limited.Entitlement(acme, "members")).GetProperty("blocked_since").ValueKind.ShouldBe(JsonValueKind.String);
    }

    [Fact]
    public async Task A_check_allows_a_counted_id_when_the_limit_is_reached()
    {
        var acme = await On("asked", "1");
        await Seen(acme, "asked", "anna");

        var known = await Seen(acme, "asked", "anna", LimitedPlatform.Check);
        var other = await Seen(acme, "asked", "bob", LimitedPlatform.Check);

        (known.Status, other.Status).ShouldBe((200, 402));
    }

    [Fact]
    public async Task A_new_period_starts_at_zero_and_old_ids_are_deleted()
    {
        var acme = await On("anew", "1");
        await Seen(acme, "anew", "anna");
        await _limited.TurnPeriod(acme);
        await _limited.Execute("update entitlements.slots set period_start = period_start - interval '1 month' where tenant_id = @tenant", acme);
        await _limited.Execute("update entitlements.usage set period_end = now() - interval '73 hours' where tenant_id = @tenant", acme); // The period accepts no more late usage.

        var bob = await Seen(acme, "anew", "bob");
        await new ClaimUpkeep(console.Database).Execute(null!, CancellationToken.None);

        LimitedPlatform.Said(bob.Body, "used", "limit").ShouldBe(["1", "1"]);
        await using var work = await console.Database.Read();
        (await work.List<string>("select external_id from entitlements.slots where tenant_id = @acme", new { acme })).ShouldBe(["bob"]);
    }

    [Fact]
    public async Task Concurrent_requests_count_each_id_once_up_to_the_limit()
    {
        var acme = await On("crowd", "20");
        var gauges = console.Services.GetRequiredService<GaugeCounter>();

        var answers = await Task.WhenAll(Enumerable.Range(0, 120).Select(number => Fits(gauges, acme, $"person-{number % 30}")));

        var counted = decimal.Parse(
            (await _limited.Entitlement(acme, "crowd")).GetProperty("used").GetString()!,
            System.Globalization.CultureInfo.InvariantCulture
        );
        counted.ShouldBe(20);
        // All four requests of an id have the same result.
        answers.Where(answer => answer.Fits).CountBy(answer => answer.Id).Select(id => id.Value).ShouldBe(Enumerable.Repeat(4, 20));
        answers.Where(answer => !answer.Fits).CountBy(answer => answer.Id).Select(id => id.Value).ShouldBe(Enumerable.Repeat(4, 10));
    }

    [Theory]
    [InlineData("members-bad", """{"tenant":"TENANT","feature":"FEATURE"}""", "resource")]
    [InlineData("members-worse", """{"tenant":"TENANT","feature":"FEATURE","resource":"anna"}""", "the resource")]
    [InlineData("members-much", """{"tenant":"TENANT","feature":"FEATURE","resource":"ext:anna","amount":"2"}""", "amount")]
    public async Task A_request_without_exactly_one_id_is_rejected(string feature, string body, string field)
    {
        var acme = await On(feature, "2");

        var (status, refused) = await _limited.App.Send(
            HttpMethod.Post,
            LimitedPlatform.Consume,
            body.Replace("TENANT", acme, StringComparison.Ordinal).Replace("FEATURE", feature, StringComparison.Ordinal)
        );

        (status, refused.GetProperty("code").GetString()).ShouldBe((400, "invalid"));
        refused.GetProperty("detail").GetString()!.ShouldContain(field);
    }

    [Fact]
    public async Task An_id_is_rejected_for_a_feature_that_counts_amounts()
    {
        var acme = await _limited.On("unique-other", "starter");

        var (status, refused) = await Seen(acme, "sessions", "anna");

        (status, refused.GetProperty("code").GetString()).ShouldBe((400, "invalid"));
    }

    private async Task<string> On(string feature, string allows)
    {
        await _limited.Declare(feature, "unique", "member", allows: allows);
        return await _limited.On($"unique-{feature}", "starter");
    }

    private Task<(int Status, JsonElement Body)> Seen(string tenant, string feature, string id, string address = LimitedPlatform.Consume) =>
        _limited.App.Send(
            HttpMethod.Post,
            address,
            JsonSerializer.Serialize(
                new
                {
                    tenant,
                    feature,
                    resource = $"ext:{id}",
                }
            )
        );

    private static async Task<(string Id, bool Fits)> Fits(GaugeCounter gauges, string tenant, string id)
    {
        try
        {
            await gauges.Count(tenant, "crowd", id, CancellationToken.None);
            return (id, true);
        }
        catch (Problem refused) when (refused.Status == 402)
        {
            return (id, false);
        }
    }
}
