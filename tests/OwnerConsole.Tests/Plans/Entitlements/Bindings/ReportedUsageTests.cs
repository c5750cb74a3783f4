using System.Text.Json;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Plans.Entitlements.Bindings;

/// <summary>Some limits count their usage from reported members, sessions and meters.</summary>
public sealed class ReportedUsageTests(TestConsole console) : IClassFixture<TestConsole>, IAsyncLifetime
{
    private LimitedPlatform _limited = null!; // set before each test

    public async ValueTask InitializeAsync() => _limited = await LimitedPlatform.Open(console);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    [Slow(6, "Entitlements")]
    public async Task A_gauge_follows_reported_members_and_blocks_only_above_its_limit()
    {
        await Declare("active_clients", "gauge", "members:client");
        await _limited.Plan("clients-3", ("active_clients", "3"));
        var tenant = await _limited.On("clients", "clients-3");

        await Members(tenant, ("ann", "client"), ("bob", "client"), ("cleo", "coach"));
        var two = await Used(tenant, "active_clients", "2");
        var fits = await _limited.Refused(LimitedPlatform.Check, tenant, "active_clients");
        await Members(tenant, ("dan", "client"), ("eve", "client"));
        var four = await Used(tenant, "active_clients", "4");
        var refused = await _limited.Refused(LimitedPlatform.Check, tenant, "active_clients");
        var blocked = await _limited.App.Await($"/api/v1/tenants/{tenant}", answer => answer.GetProperty("status").GetString() == "blocked");
        await Members(tenant, ("dan", "coach"));
        await _limited.App.Put($"/api/v1/tenants/{tenant}/members/ext:eve", new { left_at = TimeProvider.System.GetUtcNow() });
        await Used(tenant, "active_clients", "2");

        (two.GetProperty("counts").GetString(), two.GetProperty("limit").GetString(), fits.Status).ShouldBe(("members:client", "3", 200));
        (four.GetProperty("remaining").GetString(), refused.Status, refused.Body.GetProperty("used").GetString()).ShouldBe(("0", 402, "4"));
        blocked.GetProperty("id").GetString().ShouldBe(tenant);
        await _limited.App.Await($"/api/v1/tenants/{tenant}", answer => answer.GetProperty("status").GetString() != "blocked");
        await _limited.App.Put($"/api/v1/tenants/{tenant}/members/ext:eve", new { left_at = (DateTimeOffset?)null, name = "Eve" });
        await Used(tenant, "active_clients", "3");
    }

    [Fact]
    public async Task Reported_sessions_and_meters_feed_counters_and_gauges()
    {
        foreach (var (key, adds, path) in new[] { ("calls_made", "count", ""), ("disk", "latest", "gb") })
            await _limited.App.Run(
                "meter.declare",
                "tnt_platform",
                new
                {
                    key,
                    name = key,
                    unit = "one",
                    event_type = $"{key}.seen",
                    adds,
                    value = path,
                }
            );
        await Declare("booked", "counter", "sessions");
        await Declare("made", "counter", "meter:calls_made");
        await Declare("disk_used", "gauge", "meter:disk", decimals: 2);
        await _limited.Plan("metered", ("booked", "100"), ("made", "100"), ("disk_used", "100"));
        var tenant = await _limited.On("metered", "metered");
        var now = TimeProvider.System.GetUtcNow();

        await _limited.App.Report(
            EventReports.Event(tenant, "session.recorded", now, new { member = "m1", duration_seconds = 60 }),
            EventReports.Event(tenant, "session.recorded", now, new { member = "m2", duration_seconds = 60 }),
            EventReports.Event(tenant, "calls_made.seen", now),
            EventReports.Event(tenant, "disk.seen", now.AddSeconds(-2), new { gb = 9.5 }),
            EventReports.Event(tenant, "disk.seen", now.AddSeconds(-1), new { gb = 4.25 })
        );

        await Used(tenant, "booked", "2");
        await Used(tenant, "made", "1");
        await Used(tenant, "disk_used", "4.25");
    }

    [Fact]
    public async Task A_feature_that_starts_to_count_reports_includes_earlier_ones_and_refuses_claims()
    {
        await _limited.Declare("seats", "gauge", "seat");
        await _limited.Plan("seats-1", ("seats", "1"));
        var (tenant, other) = (await _limited.On("seats", "seats-1"), await _limited.On("no-plan"));
        await Members(other, ("ann", "client"));
        await Members(tenant, ("ann", "client"), ("bob", "coach"));
        var feature = (await _limited.App.Get("/api/v1/features"))
            .GetProperty("data")
            .EnumerateArray()
            .Single(row => row.GetProperty("key").GetString() == "seats")
            .GetProperty("feature_id")
            .GetString()!;

        await _limited.App.Run("feature.change", feature, new { counts = "members" });

        await Used(tenant, "seats", "2");
        var claim = await _limited.App.Send(HttpMethod.Put, $"/api/v1/tenants/{tenant}/gauges/seats/ext:ann", null);
        (claim.Status, claim.Body.GetProperty("code").GetString()).ShouldBe((409, "counted_from_reports"));
        (await _limited.App.Status(tenant), await _limited.App.Status(other)).ShouldBe(("blocked", "active")); // The other tenant has no grant, so it exceeds no limit.
        await _limited.App.Run("tenant.change_plan", other, new { items = new[] { new { plan = "seats-1" } } });
        await Used(other, "seats", "1");
    }

    [Theory]
    [InlineData("gauge", "sessions", "bad_counts")]
    [InlineData("counter", "members", "bad_counts")]
    [InlineData("gauge", "clients", "bad_counts")]
    [InlineData("boolean", "members", "bad_counts")]
    [InlineData("gauge", "meter:nope", "unknown_meter")]
    public async Task Data_that_a_feature_can_not_count_is_refused(string kind, string counts, string code) =>
        (
            await _limited.App.Refusal(
                "feature.declare",
                "tnt_platform",
                new
                {
                    key = "refused",
                    name = "Refused",
                    kind,
                    unit = "one",
                    counts,
                }
            )
        ).ShouldBe(code);

    private Task<JsonElement> Declare(string key, string kind, string counts, int decimals = 0) =>
        _limited.App.Run(
            "feature.declare",
            "tnt_platform",
            new
            {
                key,
                name = key,
                kind,
                unit = "one",
                decimals,
                counts,
            }
        );

    private async Task Members(string tenant, params (string Id, string Role)[] members) =>
        await _limited.App.Put(
            $"/api/v1/tenants/{tenant}/members",
            new { data = members.Select(member => new { id = $"ext:{member.Id}", role = member.Role }) }
        );

    /// <returns>The entitlement, once its usage has this value.</returns>
    private async Task<JsonElement> Used(string tenant, string feature, string used)
    {
        await _limited.App.Await(
            $"/api/v1/tenants/{tenant}/entitlements",
            answer =>
                answer
                    .GetProperty("data")
                    .EnumerateArray()
                    .Any(row => row.GetProperty("feature").GetString() == feature && row.GetProperty("used").GetString() == used)
        );
        return await _limited.Entitlement(tenant, feature);
    }
}
