using System.Diagnostics;
using System.Globalization;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Bench.Budgets;

/// <summary>The program as a separate process on an existing PostgreSQL: its start-up time, and its memory after a load.</summary>
internal static class ProgramBudgets
{
    public static readonly BudgetCheck Start = new(
        "B23",
        "start",
        "from the start of the program until it is ready, with a migrated database",
        async (console, quick) =>
        {
            var durations = new List<double>();
            while (durations.Count < (quick ? 2 : 5))
            {
                using var installed = new InstalledConsole();
                var began = Stopwatch.GetTimestamp();
                await Within(installed, console, _ => Task.CompletedTask, () => durations.Add(Stopwatch.GetElapsedTime(began).TotalSeconds));
            }
            return [new($"time until ready, median of {durations.Count}", durations.Order().ElementAt(durations.Count / 2), 3, "s")];
        }
    );

    public static readonly BudgetCheck Memory = new(
        "B22",
        "memory",
        "resident memory of the program after 32 callers requested single tenants and lists of 50 over HTTP",
        async (console, quick) =>
        {
            await console.Fill(10_000);
            var keys = await console.Keys(1_000);
            using var installed = new InstalledConsole();
            var resident = 0.0;
            await Within(
                installed,
                console,
                async process =>
                {
                    foreach (var address in new[] { "/api/v1/tenants/tnt_00000000000000000000000001", "/api/v1/tenants?limit=50" })
                        await Load(installed.Address, address, keys, TimeSpan.FromSeconds(quick ? 5 : 20));
                    resident = Resident(process.Id);
                },
                () => { }
            );
            return [new("resident memory after the load", resident, 350, "MB")];
        }
    );

    private static async Task Within(InstalledConsole installed, BenchConsole console, Func<Process, Task> use, Action ready)
    {
        using var process = installed.Start("serve", [.. InstalledConsole.ConnectionVariables(console.Connections, new byte[32])]);
        try
        {
            await installed.Ready(process);
            ready();
            await use(process);
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
    }

    private static async Task Load(Uri origin, string address, IReadOnlyList<string> keys, TimeSpan time)
    {
        using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 32 }) { BaseAddress = origin };
        var began = Stopwatch.GetTimestamp();
        var turn = 0;
        await Task.WhenAll(
            Enumerable
                .Range(0, 32)
                .Select(async _ =>
                {
                    while (Stopwatch.GetElapsedTime(began) < time)
                    {
                        using var request = new HttpRequestMessage(HttpMethod.Get, address);
                        request.Headers.Authorization = new("Bearer", keys[Interlocked.Increment(ref turn) % keys.Count]);
                        using var answer = await http.SendAsync(request);
                        answer.EnsureSuccessStatusCode();
                    }
                })
        );
    }

    private static double Resident(int process) =>
        double.Parse(
            File.ReadLines($"/proc/{process}/status")
                .First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal))
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
            CultureInfo.InvariantCulture
        ) / 1024;
}
