using System.Text.Json;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Plans.Entitlements.Gauges;

/// <summary>The application recounts the slots of a gauge. The numbers in the names are the rules of the limits' design.</summary>
public sealed class RecountTests(TestConsole console) : IClassFixture<TestConsole>, IAsyncLifetime
{
    private LimitedPlatform _limited = null!; // set before each test

    public async ValueTask InitializeAsync() => _limited = await LimitedPlatform.Open(console);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Rule_7_a_recount_replaces_the_slots_and_logs_the_difference()
    {
        var acme = await On("recount", "2");
        await Claim(acme, "recount", "anna");
        await Claim(acme, "recount", "bob");

        var (status, found) = await Recount(acme, "recount", ["ext:anna", "ext:carl", "ext:dora"]);
        var (_, again) = await Recount(acme, "recount", ["ext:anna", "ext:carl", "ext:dora"]);
        var slots = await _limited.App.Get($"/api/v1/tenants/{acme}/gauges/recount/slots?limit=2");
        var rest = await _limited.App.Get($"/api/v1/tenants/{acme}/gauges/recount/slots?limit=2&cursor={slots.GetProperty("next_cursor").GetString()}");
        await _limited.App.Await(
            $"/api/v1/tenants/{acme}/timeline",
            page => page.GetRawText().Contains("added 2 missing and freed 1 extra slots", StringComparison.Ordinal)
        );

        status.ShouldBe(200, found.GetRawText());
        (found.GetProperty("used").GetString(), found.GetProperty("added").GetInt32(), found.GetProperty("freed").GetInt32()).ShouldBe(("3", 2, 1)); // It exceeds the limit and is still counted.
        (again.GetProperty("added").GetInt32(), again.GetProperty("freed").GetInt32()).ShouldBe((0, 0));
        Ids(slots).Concat(Ids(rest)).ShouldBe(["anna", "carl", "dora"]);
        LimitedPlatform.Said(await _limited.Entitlement(acme, "recount"), "used", "remaining").ShouldBe(["3", "0"]);
    }

    [Fact]
    public async Task Rule_7_a_recount_keeps_slots_claimed_after_its_time()
    {
        var acme = await On("later", "5");
        await Claim(acme, "later", "anna");

        var (_, found) = await Recount(acme, "later", [], "2026-01-01T00:00:00Z");

        (found.GetProperty("used").GetString(), found.GetProperty("freed").GetInt32()).ShouldBe(("1", 0));
    }

    [Fact]
    public async Task Rule_7_a_recount_is_refused_for_features_without_slots()
    {
        var acme = await On("whole", "5");
        await _limited.App.Put($"/api/v1/tenants/{acme}/gauges/whole", new { value = "3", version = 1 });

        var whole = await Recount(acme, "whole", ["ext:anna"]);
        var counter = await Recount(acme, "sessions", ["ext:anna"]);
        var unnamed = await Recount(acme, "whole", ["anna"]);
        var (listed, _) = await _limited.App.Send(HttpMethod.Get, $"/api/v1/tenants/{acme}/gauges/sessions/slots", null);

        (whole.Status, whole.Body.GetProperty("code").GetString()).ShouldBe((409, "set_as_a_whole"));
        (counter.Status, counter.Body.GetProperty("code").GetString()).ShouldBe((422, "not_a_gauge"));
        (unnamed.Status, listed).ShouldBe((400, 422));
    }

    private async Task<string> On(string gauge, string allows)
    {
        await _limited.Declare(gauge, "gauge", "seat", allows: allows);
        return await _limited.On($"recount-{gauge}", "starter");
    }

    private Task<(int Status, JsonElement Body)> Claim(string tenant, string gauge, string resource) =>
        _limited.App.Send(HttpMethod.Put, $"/api/v1/tenants/{tenant}/gauges/{gauge}/ext:{resource}", null);

    private Task<(int Status, JsonElement Body)> Recount(string tenant, string gauge, string[] resources, string? asOf = null) =>
        _limited.App.Send(HttpMethod.Put, $"/api/v1/tenants/{tenant}/gauges/{gauge}/slots", JsonSerializer.Serialize(new { resources, as_of = asOf }));

    private static IEnumerable<string?> Ids(JsonElement page) =>
        page.GetProperty("data").EnumerateArray().Select(slot => slot.GetProperty("external_id").GetString());
}
