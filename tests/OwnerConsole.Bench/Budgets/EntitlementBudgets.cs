using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OwnerConsole.Bench.Loads;
using OwnerConsole.Client;

namespace OwnerConsole.Bench.Budgets;

/// <summary>Entitlement calls of an application: by one and by many callers, for one tenant and for many, over HTTP and through the SDK.</summary>
internal static class EntitlementBudgets
{
    private const int Keys = 32; // each can call a thousand times a second

    private static readonly int[] s_callers = [1, 16, 64];

    public static readonly BudgetCheck Asked = new(
        "B11-B13",
        "entitlements",
        "check, consume and reserve by 1, 16 and 64 callers, for one tenant and for any of 10,000, over HTTP and by the SDK; each relative to an empty endpoint",
        async (console, quick) =>
        {
            await Scenarios.LimitScenarios.Declare(console);
            using var http = console.Client();
            var keys = await console.Keys(Keys);
            var programs = keys.Select(key => Program(console.Address, key)).ToList();
            var time = TimeSpan.FromSeconds(quick ? 1 : 3);
            var began = Stopwatch.GetTimestamp();
            await Parallel.ForEachAsync(
                Enumerable.Range(1, Scenarios.LimitScenarios.Tenants),
                new ParallelOptions { MaxDegreeOfParallelism = 16 },
                async (tenant, _) => await Answered(http, RequestFor(keys, "consume", tenant))
            );
            var first = Scenarios.LimitScenarios.Tenants / Stopwatch.GetElapsedTime(began).TotalSeconds;
            var bare = new Dictionary<int, double>();
            foreach (var callers in s_callers)
                bare[callers] = (await CallLoad.Repeat(() => Answered(http, new(HttpMethod.Get, "/healthz")), callers)(time)).Rate;
            List<Budget> budgets = [new("consume over HTTP, 10,000 tenants, each for the first time in its period, 16 in parallel", first, null, "op/s")];
            foreach (var what in new[] { "check", "consume", "reserve" })
            foreach (var isHot in new[] { true, false })
            foreach (var (how, call) in new[] { ("over HTTP", OverHttp(http, keys, what, isHot)), ("by the SDK", BySdk(programs, what, isHot)) })
            {
                await CallLoad.Repeat(call, 16)(TimeSpan.FromMilliseconds(300)); // the first calls include compilation
                foreach (var callers in s_callers)
                {
                    var read = await CallLoad.Repeat(call, callers)(time);
                    budgets.Add(new(Says($"{what} {how}", isHot, callers, read, bare[callers]), read.Rate, null, "op/s"));
                }
            }
            budgets.Add(new("resident memory afterwards", Environment.WorkingSet / 1e6, null, "MB"));
            return budgets;
        }
    );

    private static string Says(string what, bool isHot, int callers, Reading read, double bare) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{what}, {(isHot ? "one tenant" : "any of 10,000")}, {callers} in parallel: p50 {read.P50:0.00} ms, p95 {read.P95:0.00} ms, p99 {read.P99:0.00} ms, {read.Rate / bare:0.00} of an empty endpoint's rate"
        );

    private static int Tenant(bool isHot) => isHot ? 1 : RandomNumberGenerator.GetInt32(Scenarios.LimitScenarios.Tenants) + 1;

    private static Func<Task> OverHttp(HttpClient http, IReadOnlyList<string> keys, string what, bool isHot) =>
        () => Answered(http, RequestFor(keys, what, Tenant(isHot)));

    private static HttpRequestMessage RequestFor(IReadOnlyList<string> keys, string what, int tenant)
    {
        var lasts = what == "reserve" ? ",\"ttl_seconds\":60" : "";
        var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/entitlements/{what}")
        {
            Content = new StringContent(
                $$"""{"tenant":"{{Scenarios.LimitScenarios.Id(tenant)}}","feature":"{{Scenarios.LimitScenarios.Feature}}","amount":"1"{{lasts}}}""",
                Encoding.UTF8,
                "application/json"
            ),
        };
        request.Headers.Authorization = new("Bearer", keys[RandomNumberGenerator.GetInt32(keys.Count)]);
        return request;
    }

    /// <summary>Releases a reservation at once, as the SDK does: two calls.</summary>
    private static Func<Task> BySdk(IReadOnlyList<Client.Limits> programs, string what, bool isHot) =>
        async () =>
        {
            var (limits, tenant) = (programs[RandomNumberGenerator.GetInt32(programs.Count)], $"ext-{Tenant(isHot)}");
            if (what == "reserve")
            {
                await using var room = await limits.Reserve(tenant, Scenarios.LimitScenarios.Feature, TimeSpan.FromMinutes(1));
                Granted(room.Answer);
            }
            else
                Granted(
                    await (what == "check" ? limits.Check(tenant, Scenarios.LimitScenarios.Feature) : limits.Consume(tenant, Scenarios.LimitScenarios.Feature))
                );
        };

    private static void Granted(LimitResult answer)
    {
        if (!answer.IsGranted || answer.IsOutageFallback)
            throw new InvalidOperationException("The request must be granted by a reachable console.");
    }

    private static async Task Answered(HttpClient http, HttpRequestMessage asking)
    {
        using var request = asking;
        using var answer = await http.SendAsync(request);
        answer.EnsureSuccessStatusCode();
    }

    private static Client.Limits Program(Uri address, string key)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Services.AddLogging();
        builder.Services.AddOwnerConsole(
            new()
            {
                Address = address,
                Key = key,
                Application = "bench",
            }
        );
        return builder.Build().Services.GetRequiredService<Client.Limits>();
    }
}
