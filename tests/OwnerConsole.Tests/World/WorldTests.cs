using System.Diagnostics;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Identities;

namespace OwnerConsole.Tests.World;

public sealed class WorldTests(TestConsole console) : IClassFixture<TestConsole>
{
    [Fact]
    public async Task Two_hundred_studios_come_in_by_the_public_api_alone_and_a_second_play_changes_nothing()
    {
        var key = await Application.Connect(console, Population.Demo, onlyTenant: null, "tenant.report", "member.report");
        var reader = await Application.Connect(console, Population.Demo);

        var (code, said) = await Play(key.Key);
        var first = await reader.Get("/api/v1/tenants?limit=500");
        var again = await Play(key.Key);
        var second = await reader.Get("/api/v1/tenants?limit=500");

        code.ShouldBe(0, said);
        said.ShouldContain("200 studios");
        again.Code.ShouldBe(0, again.Said);
        first.GetProperty("data").GetArrayLength().ShouldBe(200);
        second.GetRawText().ShouldBe(first.GetRawText());
    }

    [Fact]
    public async Task It_does_not_play_among_real_tenants()
    {
        var live = await Application.Connect(console);

        var (code, said) = await Play(live.Key);

        code.ShouldBe(1);
        said.ShouldContain("test key only");
        (await live.Get("/api/v1/tenants")).GetProperty("data").GetArrayLength().ShouldBe(0);
    }

    private Task<(int Code, string Said)> Play(string key)
    {
        var process = Process.Start(
            new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "World.dll"), console.Address.ToString()])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                UseShellExecute = false,
                Environment = { ["OWNER_CONSOLE_KEY"] = key },
            }
        )!; // it was asked to start a new one
        return Installed.End(process);
    }
}
