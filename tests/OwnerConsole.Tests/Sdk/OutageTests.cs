using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Client;
using OwnerConsole.Fixtures;
using OwnerConsole.Tests.Plans.Entitlements;

namespace OwnerConsole.Tests.Sdk;

/// <summary>An application checks limits while the console is unavailable: its last known answer decides.</summary>
[Slow(10, "Client")]
public sealed class OutageTests(TestConsole console) : IClassFixture<TestConsole>, IAsyncLifetime
{
    private LimitedPlatform _limited = null!; // set before each test
    private LossyProxy _crossing = null!; // as above
    private ConnectedApp _app = null!; // as above

    public async ValueTask InitializeAsync()
    {
        _limited = await LimitedPlatform.Open(console);
        _crossing = await LossyProxy.To(console.Address);
        _app = await Start(TimeSpan.FromHours(1));
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _crossing.DisposeAsync();
    }

    [Fact]
    public async Task Features_open_in_an_outage_are_granted_and_counted_later()
    {
        await Open("away-open", "5");
        await Open("away-none", "0");
        var acme = await _limited.On("outage-open");
        await Of(_app).Entitlements("limits-outage-open");

        _crossing.IsCut = true;
        var granted = await Of(_app).Consume("limits-outage-open", "away-open", 2);
        var none = await Of(_app).Consume("limits-outage-open", "away-none");

        (granted.IsGranted, granted.IsOutageFallback, granted.Used).ShouldBe((true, true, null));
        (none.IsOutageFallback, none.Refusal!.Code).ShouldBe((true, "not_granted"));
        (await _limited.Entitlement(acme, "away-open")).GetProperty("used").GetString().ShouldBe("0");
        _crossing.IsCut = false;
        (await Of(_app).Consume("limits-outage-open", "away-open")).IsOutageFallback.ShouldBeFalse();
        await _limited.App.Await(
            $"/api/v1/tenants/{acme}/entitlements",
            all =>
                all.GetProperty("data")
                    .EnumerateArray()
                    .Any(element => element.GetProperty("feature").GetString() == "away-open" && element.GetProperty("used").GetString() == "3")
        );
    }

    [Fact]
    public async Task Features_closed_in_an_outage_are_refused_with_the_reason()
    {
        await _limited.On("outage-closed", "starter");
        await Of(_app).Entitlements("limits-outage-closed");

        _crossing.IsCut = true;
        var answer = await Of(_app).Check("limits-outage-closed", "sessions");

        answer.IsOutageFallback.ShouldBeTrue();
        (answer.Refusal!.Code, answer.Refusal.Requested).ShouldBe(("console_away", 1));
        answer.Refusal.Detail.ShouldContain("is unreachable");
    }

    [Fact]
    public async Task Nothing_is_granted_to_a_tenant_with_unknown_entitlements()
    {
        await Open("away-unknown", "5");
        await _limited.On("outage-unknown");

        _crossing.IsCut = true;
        var answer = await Of(_app).Consume("limits-outage-unknown", "away-unknown");

        (answer.IsOutageFallback, answer.Refusal!.Code).ShouldBe((true, "console_away"));
        answer.Refusal.Detail.ShouldContain("are unknown");
    }

    [Fact]
    public async Task Entitlements_known_for_too_long_are_not_used()
    {
        await Open("away-old", "5");
        await _limited.On("outage-old");
        await using var app = await Start(TimeSpan.FromTicks(1));
        await Of(app).Entitlements("limits-outage-old");

        _crossing.IsCut = true;
        var answer = await Of(app).Consume("limits-outage-old", "away-old");

        answer.Refusal!.Code.ShouldBe("console_away");
    }

    [Fact]
    public async Task A_reservation_during_an_outage_is_counted_on_commit()
    {
        await Open("away-held", "5");
        var acme = await _limited.On("outage-held");
        await Of(_app).Consume("limits-outage-held", "away-held");

        await _crossing.Passes("/api/v1/entitlements/check-many"); // fetched in the background after the first check
        _crossing.IsCut = true;
        await using var room = await Of(_app).Reserve("limits-outage-held", "away-held", TimeSpan.FromMinutes(1), 3);
        _crossing.IsCut = false;
        var counted = await room.Commit(2);

        (room.Answer.IsOutageFallback, room.ExpiresAt).ShouldBe((true, null));
        (counted.IsOutageFallback, counted.Used).ShouldBe((false, 3));
        (await _limited.Entitlement(acme, "away-held")).GetProperty("used").GetString().ShouldBe("3");
    }

    private static Limits Of(ConnectedApp app) => app.Services.GetRequiredService<Limits>();

    private Task<ConnectedApp> Start(TimeSpan knownFor)
    {
        var plain = ConnectedApp.To(_crossing.Address, _limited.App.Key);
        return ConnectedApp.Start(
            new OwnerConsoleOptions
            {
                Address = plain.Address,
                Key = plain.Key,
                Application = plain.Application,
                EntitlementsKnownFor = knownFor,
            }
        );
    }

    /// <summary>Declares a counter that stays usable while the console is unavailable.</summary>
    private Task Open(string feature, string allows) =>
        _limited.App.Run(
            "feature.declare",
            "tnt_platform",
            new
            {
                key = feature,
                name = feature,
                kind = "counter",
                unit = "thing",
                allows,
                outage = "open",
            }
        );
}
