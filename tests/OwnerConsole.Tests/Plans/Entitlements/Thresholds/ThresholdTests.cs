using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Plans.Entitlements;
using OwnerConsole.Plans.Entitlements.Overrides;
using OwnerConsole.Plans.Entitlements.Thresholds;

namespace OwnerConsole.Tests.Plans.Entitlements.Thresholds;

/// <summary>Thresholds report tenants before they reach a limit; rule 11 of the limits' design.</summary>
public sealed class ThresholdTests(TestConsole console) : IClassFixture<TestConsole>, IAsyncLifetime
{
    private LimitedPlatform _limited = null!; // set before each test

    public async ValueTask InitializeAsync() => _limited = await LimitedPlatform.Open(console);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Each_threshold_is_reported_once_for_many_claims()
    {
        var acme = await _limited.On("steps", "starter");

        await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => _limited.App.Post(LimitedPlatform.Consume, LimitedPlatform.Asked(acme, "sessions"))));
        await NotifyThresholds();
        await NotifyThresholds();

        (await Reached(acme)).ShouldBe(["sessions 80 of 100", "sessions 90 of 100", "sessions 100 of 100"]);
    }

    [Fact]
    public async Task A_large_claim_reports_every_threshold_it_passes()
    {
        var acme = await _limited.On("jump", "starter");

        await _limited.App.Post(LimitedPlatform.Consume, LimitedPlatform.Asked(acme, "sessions", "79"));
        await NotifyThresholds();
        (await Reached(acme)).ShouldBeEmpty();
        await _limited.App.Post(LimitedPlatform.Consume, LimitedPlatform.Asked(acme, "sessions", "16"));
        await NotifyThresholds();

        (await Reached(acme)).ShouldBe(["sessions 80 of 100", "sessions 90 of 100"]);
        (await Events(acme)).ShouldAllBe(data => data.GetProperty("used").GetString() == "95");
    }

    [Fact]
    public async Task A_new_limit_resets_the_thresholds_and_an_unlimited_one_has_none()
    {
        var acme = await _limited.On("armed", "starter");
        await _limited.App.Post(LimitedPlatform.Consume, LimitedPlatform.Asked(acme, "sessions", "85"));
        await NotifyThresholds();

        await Override(acme, "200");
        await _limited.App.Post(LimitedPlatform.Consume, LimitedPlatform.Asked(acme, "sessions", "80"));
        await NotifyThresholds();
        await Override(acme, "unlimited");
        await _limited.App.Post(LimitedPlatform.Consume, LimitedPlatform.Asked(acme, "sessions", "1000"));
        await NotifyThresholds();

        (await Reached(acme)).ShouldBe(["sessions 80 of 100", "sessions 80 of 200"]);
    }

    [Fact]
    public async Task A_limit_below_the_usage_is_reported_without_another_claim()
    {
        var acme = await _limited.On("lowered", "starter");
        await Override(acme, "1000");
        await _limited.App.Post(LimitedPlatform.Consume, LimitedPlatform.Asked(acme, "sessions", "400"));
        await _limited.App.Run("tenant.end_override", acme, new { feature = "sessions" });

        await Review();
        await NotifyThresholds();

        (await Reached(acme)).ShouldBe(["sessions 80 of 100", "sessions 90 of 100", "sessions 100 of 100"]);
        (await Needs()).ShouldContain("limits-lowered has used 400 of 100 sessions (sessions).");
        await Override(acme, "1000");
        await Review();
        (await Needs()).ShouldNotContain(need => need.StartsWith("limits-lowered ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_gauge_needs_attention_only_while_it_is_near_its_limit()
    {
        var acme = await _limited.On("rooms", "starter");
        await _limited.App.Run(
            "tenant.override_limit",
            acme,
            new
            {
                feature = "clients",
                allows = "10",
                reason = "Agreed",
            }
        );
        await _limited.App.Put($"/api/v1/tenants/{acme}/gauges/clients", new { value = "9", version = 1 });
        (await Needs()).ShouldContain("limits-rooms has used 9 of 10 clients (clients).");

        await _limited.App.Put($"/api/v1/tenants/{acme}/gauges/clients", new { value = "3", version = 2 });

        (await Needs()).ShouldNotContain(need => need.StartsWith("limits-rooms ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_soft_limit_reports_its_thresholds()
    {
        var acme = await _limited.On("soft", "starter");

        await _limited.App.Post(LimitedPlatform.Consume, LimitedPlatform.Asked(acme, "exports", "7"));
        await NotifyThresholds();

        (await Reached(acme)).ShouldBe(["exports 80 of 5", "exports 90 of 5", "exports 100 of 5"]);
    }

    private Task Override(string tenant, string sessions) =>
        _limited.App.Run(
            "tenant.override_limit",
            tenant,
            new
            {
                feature = "sessions",
                allows = sessions,
                reason = "Agreed",
            }
        );

    private Task NotifyThresholds() => Execute<ThresholdNotifier>();

    private Task Review() => Execute<LimitReview>();

    private Task Execute<T>()
        where T : IWorkHandler => console.Services.GetServices<IWorkHandler>().OfType<T>().Single().Execute(null!, CancellationToken.None); // The handler reads no item.

    private async Task<IReadOnlyList<string>> Needs()
    {
        await using var work = await console.Database.Read();
        return [.. (await new LimitAttentionSource().Find(Mode.Live, work)).Items.Select(need => need.Summary)];
    }

    private async Task<IReadOnlyList<string>> Reached(string tenant) =>
        [
            .. (await Events(tenant)).Select(data =>
                $"{data.GetProperty("feature").GetString()} {data.GetProperty("percent").GetInt32()} of {data.GetProperty("limit").GetString()}"
            ),
        ];

    private async Task<IReadOnlyList<JsonElement>> Events(string tenant)
    {
        await using var work = await console.Database.Read();
        var told = await work.List<string>(
            "select data::text from core.log where tenant_id = @tenant and event = 'entitlement.threshold_reached' order by at, (data::jsonb->>'limit')::int, (data::jsonb->>'percent')::int",
            new { tenant }
        );
        return [.. told.Select(data => JsonSerializer.Deserialize<JsonElement>(data))];
    }
}
