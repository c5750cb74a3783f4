using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Reliability.Probes;

/// <summary>Active members on the Health page of a console with test data.</summary>
public sealed class HealthModeTests
{
    private readonly JumpingClock _clock = new();

    [Fact]
    public async Task Active_members_are_those_of_test_data_until_there_is_a_live_tenant()
    {
        await using var console = await TestConsole.Start(plain => plain with { Clock = _clock });
        var (live, demo) = (await TestApplication.Connect(console), await TestApplication.Connect(console, Mode.Test));
        var owner = await TestBrowser.Owner(console);
        await StartSessions(console, demo, "ann", "bob");
        var ofLiveKey = await Find(live, "active_now");
        using var test = await owner.Get("/ops/health");
        var testPage = owner.Page;

        await StartSessions(console, live, "cem");
        _clock.By = TimeSpan.FromMinutes(1); // numbers are kept for half a minute
        var (online, today) = (await Find(live, "active_now"), await Find(live, "active_today"));
        using var real = await owner.Get("/ops/health");

        ofLiveKey.ShouldBe(("no_data", null));
        (Shown(testPage, "number-active-now"), Shown(testPage, "number-active-today")).ShouldBe(("2", "2"));
        testPage.ShouldContain("of demo data");
        (online, today).ShouldBe((("ok", 1), ("ok", 1)));
        (Shown(owner.Page, "number-active-now"), Shown(owner.Page, "number-active-today")).ShouldBe(("1", "1"));
        owner.Page.ShouldNotContain("of demo data");
    }

    /// <summary>Reports a tenant whose members have just started a session.</summary>
    private async Task StartSessions(TestConsole console, TestApplication app, params string[] members)
    {
        var tenant = await app.Tenant("active", members: 1);
        foreach (var member in members)
            await app.Report(EventReports.Event(tenant, "session.started", _clock.GetUtcNow(), new { session = member, member }));
        await console.WaitForProjection();
    }

    /// <returns>The value of a number on the page.</returns>
    private static string Shown(string page, string id)
    {
        const string Start = "class=\"v num\">";
        var tile = page[page.IndexOf($"id=\"{id}\"", StringComparison.Ordinal)..];
        var value = tile[(tile.IndexOf(Start, StringComparison.Ordinal) + Start.Length)..];
        return value[..value.IndexOf('<', StringComparison.Ordinal)].Trim();
    }

    /// <returns>State and value of the number that the API returns.</returns>
    private static async Task<(string? State, decimal? Value)> Find(TestApplication app, string key)
    {
        var numbers = (await app.Get("/api/v1/health")).GetProperty("numbers").EnumerateArray();
        var number = numbers.Single(found => found.GetProperty("key").GetString() == key);
        var value = number.GetProperty("value");
        return (number.GetProperty("state").GetString(), value.ValueKind is JsonValueKind.Number ? value.GetDecimal() : null);
    }
}
