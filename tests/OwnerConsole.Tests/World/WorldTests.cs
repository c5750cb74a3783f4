using System.Globalization;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.World;

[Slow(33, "World")]
public sealed class WorldTests(TestConsole console) : IClassFixture<TestConsole>
{
    private static readonly string s_until = TimeProvider.System.GetUtcNow().AddMinutes(-1).ToString("O", CultureInfo.InvariantCulture);

    [Fact]
    public async Task Two_hundred_studios_are_reported_and_a_second_run_changes_nothing()
    {
        var key = await TestApplication.Connect(console, Mode.Test, onlyTenant: null, "tenant.report", "member.report", "event.report");
        var reader = await TestApplication.Connect(console, Mode.Test);

        var (code, said) = await Play(key.Key);
        await console.WaitForProjection();
        var first = await reader.Get("/api/v1/tenants?limit=500");
        var days = await Days();
        var again = await Play(key.Key);
        await console.WaitForProjection();
        var second = await reader.Get("/api/v1/tenants?limit=500");

        code.ShouldBe(0, said);
        said.ShouldContain("200 studios");
        said.ShouldContain("; 0 events were rejected");
        again.Code.ShouldBe(0, again.Said);
        first.GetProperty("data").GetArrayLength().ShouldBe(200);
        second.GetRawText().ShouldBe(first.GetRawText());
        days.ShouldBeGreaterThan(10_000);
        (await Days()).ShouldBe(days);
    }

    [Fact]
    public async Task World_refuses_a_live_key()
    {
        var live = await TestApplication.Connect(console);

        var (code, said) = await Play(live.Key);

        code.ShouldBe(1);
        said.ShouldContain("requires a test key");
        (await live.Get("/api/v1/tenants")).GetProperty("data").GetArrayLength().ShouldBe(0);
    }

    private async Task<long> Days()
    {
        await using var work = await console.Database.Read();
        return await work.One<long>("select sum(events)::bigint from core.tenant_days");
    }

    private Task<(int Code, string Said)> Play(string key) => WorldProcess.Run(console.Address, key, "200", "2026", "--until", s_until);
}
