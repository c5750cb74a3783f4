using System.Net;
using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Tenants.Presence;

/// <summary>Members of a tenant are online while they have an open session.</summary>
public sealed class OnlineMembersTests(TestConsole console) : IClassFixture<TestConsole>
{
    private readonly DateTimeOffset _now = TimeProvider.System.GetUtcNow();

    [Fact]
    public async Task Online_members_are_listed_once_with_the_longest_session_first()
    {
        var (app, tenant) = await console.Studio();
        var other = await app.Tenant("present-other-" + Guid.CreateVersion7());
        await app.Put(
            $"/api/v1/tenants/{tenant}/members",
            new
            {
                data = new[]
                {
                    new
                    {
                        id = "ext:ben",
                        name = "Ben",
                        joined_at = _now.AddDays(-1),
                    },
                },
            }
        );
        await Report(
            app,
            Started(tenant, "a", "anna", 10),
            Started(tenant, "b", "ben", 30),
            Started(tenant, "b2", "ben", 20),
            Started(tenant, "c", "cleo", 25),
            EventReports.Event(tenant, "session.ended", _now.AddMinutes(-5), new { session = "c", member = "cleo" }),
            Started(tenant, "d", null, 7),
            Started(tenant, "e", "eva", 13 * 60), // Longer than the maximum session.
            Started(other, "f", "finn", 10)
        );

        var page = await app.Get($"/api/v1/tenants/{tenant}/present");

        page.GetProperty("data").EnumerateArray().Select(Who).ShouldBe(["ben", "anna"]);
        page.GetProperty("total").GetString().ShouldBe("2");
        var ben = page.GetProperty("data")[0];
        (ben.GetProperty("name").GetString(), ben.GetProperty("sessions").GetInt64()).ShouldBe(("Ben", 2L));
        ben.GetProperty("since").GetDateTimeOffset().ShouldBe(_now.AddMinutes(-30), TimeSpan.FromMilliseconds(1));
        ben.GetProperty("seconds").GetInt64().ShouldBeInRange(1_800, 1_860);
    }

    [Fact]
    public async Task Pages_follow_one_another_and_count_all_members()
    {
        var (app, tenant) = await console.Studio();
        await Report(app, [.. Enumerable.Range(0, 7).Select(at => Started(tenant, $"s{at}", $"m{at}", at < 4 ? 60 : 50 - at))]);

        var seen = new List<string?>();
        string? cursor = null;
        do
        {
            var page = await app.Get($"/api/v1/tenants/{tenant}/present?limit=2{(cursor is null ? "" : "&cursor=" + Uri.EscapeDataString(cursor))}");
            page.GetProperty("total").GetString().ShouldBe("7");
            seen.AddRange(page.GetProperty("data").EnumerateArray().Select(Who));
            cursor = page.GetProperty("next_cursor").GetString();
        } while (cursor is not null);

        seen.Count.ShouldBe(7);
        seen.Take(4).Order().ShouldBe(["m0", "m1", "m2", "m3"]); // These started at the same time.
        seen.Skip(4).ShouldBe(["m4", "m5", "m6"]);
    }

    [Fact]
    public async Task Online_members_require_the_permission_and_the_same_tenant()
    {
        var (_, tenant) = await console.Studio();
        var poor = await TestApplication.Connect(console, scopes: "tenant.read");
        var demo = await TestApplication.Connect(console, Mode.Test);

        (await poor.Http.GetAsync(new Uri($"/api/v1/tenants/{tenant}/present", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await demo.Http.GetAsync(new Uri($"/api/v1/tenants/{tenant}/present", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private async Task Report(TestApplication app, params object[] events)
    {
        (await app.Report(events)).Accepted.ShouldBe(events.Length);
        await console.WaitForProjection();
        await console.Until("select not exists (select from core.sessions where ended_at is null and started_at < now() - interval '12 hours')");
    }

    private object Started(string tenant, string session, string? member, int minutesAgo) =>
        EventReports.Event(tenant, "session.started", _now.AddMinutes(-minutesAgo), new { session, member });

    private static string? Who(JsonElement member) => member.GetProperty("external_id").GetString();
}
