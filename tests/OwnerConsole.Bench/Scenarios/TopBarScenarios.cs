using OwnerConsole.Data;
using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Bench.Scenarios;

/// <summary>The figures of the top bar, which every page reads, with 100,000 tenants.</summary>
internal static class TopBarScenarios
{
    public static readonly Scenario Figures = new(
        "B5",
        "topbar",
        "the top bar's figures ÷ select 1",
        1 / 3.0,
        async (console, quick) =>
        {
            var tenants = quick ? 20_000 : 100_000;
            await console.Fill(tenants);
            while ((await Read(console)).Total < tenants)
                await Task.Delay(50);
            return new(() => console.One<int>("select 1"), () => Read(console), Callers: 1) { Also = () => CountLive(console) };
        }
    )
    {
        MayBeGrown = true,
    };

    private static async Task<StatusCount> Read(BenchConsole console)
    {
        await using var work = await console.Database.Read();
        return await console.Get<StatusCounts>().Find(Mode.Live, work);
    }

    /// <summary>The time that a page would need without the stored figures.</summary>
    private static async Task<(bool Holds, string Says)> CountLive(BenchConsole console)
    {
        var durations = new List<double>();
        while (durations.Count < 50)
        {
            var began = System.Diagnostics.Stopwatch.GetTimestamp();
            await console.One<long>("select count(*) from (select mode, status, count(*) from core.tenant_status group by 1, 2) s");
            durations.Add(System.Diagnostics.Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }
        var p95 = durations.Order().ElementAt(durations.Count * 95 / 100);
        return (p95 <= 200, $"counted live: p95 {p95:N1} ms of 200");
    }
}
