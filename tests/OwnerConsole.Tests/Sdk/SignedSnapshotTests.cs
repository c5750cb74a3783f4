using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Client;
using OwnerConsole.Fixtures;
using OwnerConsole.Tests.Plans.Entitlements;

namespace OwnerConsole.Tests.Sdk;

/// <summary>The console is unavailable and the application restarts: the entitlements on its disk decide if the console signed them.</summary>
[Slow(15, "Client")]
public sealed class SignedSnapshotTests(TestConsole console) : IClassFixture<TestConsole>, IAsyncLifetime
{
    private readonly DirectoryInfo _spool = Directory.CreateTempSubdirectory("oc-spool-");
    private LimitedPlatform _limited = null!; // set before each test
    private LossyProxy _crossing = null!; // as above

    public async ValueTask InitializeAsync()
    {
        _limited = await LimitedPlatform.Open(console);
        _crossing = await LossyProxy.To(console.Address);
    }

    public async ValueTask DisposeAsync()
    {
        await _crossing.DisposeAsync();
        _spool.Delete(recursive: true);
    }

    [Fact]
    public async Task Entitlements_survive_a_restart_and_uses_are_counted_once_afterwards()
    {
        await Open("kept-open", "5");
        var acme = await _limited.On("kept");
        await Know("limits-kept");
        _crossing.IsCut = true;

        await using (var away = await Start())
            (await Of(away).Consume("limits-kept", "kept-open", 2, "booking-1")).IsGranted.ShouldBeTrue();
        var waiting = Files("uses").Single();
        var again = await File.ReadAllTextAsync(waiting);
        _crossing.IsCut = false;
        await using (await Start())
        {
            await Used(acme, "kept-open", "2");
            await Gone("uses");
        }
        await File.WriteAllTextAsync(waiting, again); // as if the answer had been lost
        await using var back = await Start();
        await Gone("uses");

        (await _limited.Entitlement(acme, "kept-open")).GetProperty("used").GetString().ShouldBe("2");
    }

    [Fact]
    public async Task An_altered_snapshot_is_not_used()
    {
        await Open("kept-altered", "0");
        await _limited.On("altered");
        await Know("limits-altered");
        var file = Files("entitlements").Single();
        var parts = (await File.ReadAllTextAsync(file)).Split('.');
        var claims = JsonNode.Parse(Base64Url.DecodeFromChars(parts[1]))!;
        var mine = claims["entitlements"]!.AsArray().Single(jsonNode => jsonNode!["feature"]!.GetValue<string>() == "kept-altered")!;
        mine["limit"]!.GetValue<string>().ShouldBe("0");
        mine["limit"] = "1000000";
        await File.WriteAllTextAsync(file, $"{parts[0]}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims.ToJsonString()))}.{parts[2]}");

        (await Ask("limits-altered", "kept-altered")).Refusal!.Code.ShouldBe("console_away");
        await File.WriteAllTextAsync(file, string.Join('.', parts));
        (await Ask("limits-altered", "kept-altered")).Refusal!.Code.ShouldBe("not_granted");
    }

    [Fact]
    public async Task A_snapshot_signed_with_replaced_keys_is_not_used()
    {
        await Open("kept-forged", "5");
        await _limited.On("forged");
        await Know("limits-forged");
        var keys = Path.Combine(_spool.FullName, "entitlements", "keys");
        var sealedKeys = await File.ReadAllBytesAsync(keys);
        (await Ask("limits-forged", "kept-forged")).IsGranted.ShouldBeTrue();

        sealedKeys[^5] ^= 1;
        await File.WriteAllBytesAsync(keys, sealedKeys);

        (await Ask("limits-forged", "kept-forged")).Refusal!.Code.ShouldBe("console_away");
    }

    [Fact]
    public async Task A_snapshot_of_another_tenant_or_too_old_is_not_used()
    {
        await Open("kept-other", "5");
        await _limited.On("rich");
        await _limited.On("poor");
        await Know("limits-rich");
        var rich = await File.ReadAllBytesAsync(Files("entitlements").Single());
        File.Delete(Files("entitlements").Single());
        await Know("limits-poor");
        await File.WriteAllBytesAsync(Files("entitlements").Single(), rich);

        (await Ask("limits-poor", "kept-other")).Refusal!.Code.ShouldBe("console_away");
        await Know("limits-poor");
        (await Ask("limits-poor", "kept-other")).IsGranted.ShouldBeTrue();
        (await Ask("limits-poor", "kept-other", knownFor: TimeSpan.FromTicks(1))).Refusal!.Code.ShouldBe("console_away");
    }

    [Fact]
    public async Task A_ttl_above_the_maximum_is_refused()
    {
        var refused = await _limited.App.Send(HttpMethod.Post, "/api/v1/entitlements/check-many", """{"tenants": ["ext:x"], "ttl_seconds": 604801}""");

        refused.Status.ShouldBe(400);
        refused.Body.GetProperty("detail").GetString()!.ShouldContain("must be 1 to 604800");
    }

    private static Limits Of(ConnectedApp app) => app.Services.GetRequiredService<Limits>();

    /// <summary>Starts an application that fetches a tenant's entitlements, and stops it.</summary>
    private async Task Know(string tenant)
    {
        _crossing.IsCut = false;
        await using var app = await Start();
        await Of(app).Entitlements(tenant);
    }

    /// <summary>Starts another application that checks a limit while the console is unavailable.</summary>
    private async Task<LimitResult> Ask(string tenant, string feature, TimeSpan? knownFor = null)
    {
        _crossing.IsCut = true;
        await using var app = await Start(knownFor);
        var answer = await Of(app).Check(tenant, feature);
        answer.IsOutageFallback.ShouldBeTrue();
        return answer;
    }

    private Task<ConnectedApp> Start(TimeSpan? knownFor = null) =>
        ConnectedApp.Start(
            new OwnerConsoleOptions
            {
                Address = _crossing.Address,
                Key = _limited.App.Key,
                Application = ConnectedApp.Name,
                Spool = _spool.FullName,
                EntitlementsKnownFor = knownFor ?? TimeSpan.FromHours(1),
            }
        );

    private string[] Files(string folder) => Directory.GetFiles(Path.Combine(_spool.FullName, folder), "*.j*");

    private async Task Gone(string folder)
    {
        using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (Files(folder).Length > 0)
            await look.WaitForNextTickAsync(soon.Token);
    }

    private Task Used(string tenant, string feature, string used) =>
        _limited.App.Await(
            $"/api/v1/tenants/{tenant}/entitlements",
            all =>
                all.GetProperty("data")
                    .EnumerateArray()
                    .Any(element => element.GetProperty("feature").GetString() == feature && element.GetProperty("used").GetString() == used)
        );

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
