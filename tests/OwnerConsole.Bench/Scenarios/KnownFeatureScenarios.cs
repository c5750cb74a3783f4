using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OwnerConsole.Bench.Loads;
using OwnerConsole.Client;

namespace OwnerConsole.Bench.Scenarios;

/// <summary>A feature check answered by the SDK from memory, compared with a dictionary lookup.</summary>
internal static class KnownFeatureScenarios
{
    private const int ChecksPerCall = 1_000;

    private const double MaxMilliseconds = 0.001; // milliseconds

    public static readonly Scenario Has = new(
        "B13",
        "limit-known",
        $"{ChecksPerCall} cached feature checks in the SDK ÷ {ChecksPerCall} dictionary lookups",
        0,
        async (console, _) =>
        {
            await console.Fill(1);
            await console.Do(
                """
                set app.run = 'run_bench';
                insert into features.features (feature_id, opened_by, key, kind, resets, decimals, name, unit, allows, enforcement, burst, outage, opened_at)
                values ('fea_bench', 'run_bench', 'sso', 'boolean', 'never', 0, 'Single sign-on', '', 'on', 'hard', 0, 'closed', now())
                """
            );
            var builder = Host.CreateEmptyApplicationBuilder(new());
            builder.Services.AddLogging();
            builder.Services.AddOwnerConsole(
                new()
                {
                    Address = console.Address,
                    Key = (await console.Keys(1))[0],
                    Application = "bench",
                    EntitlementsFreshFor = TimeSpan.FromHours(1),
                }
            );
            var limits = builder.Build().Services.GetRequiredService<Client.Limits>();
            if (!await limits.Has("ext-1", "sso"))
                throw new InvalidOperationException("The feature must be on for every tenant.");
            var known = new Dictionary<string, bool>(StringComparer.Ordinal) { ["ext-1"] = true };
            return new(() => Repeat(() => new(known.GetValueOrDefault("ext-1"))), () => Repeat(() => limits.Has("ext-1", "sso")), Callers: 1)
            {
                Also = () => Task.FromResult(Allocates(limits)),
            };
        }
    )
    {
        Wants = "at most 1 µs each, and nothing allocated",
        Holds = (_, ours) => ours.P50 <= MaxMilliseconds * ChecksPerCall,
    };

    private static Task Repeat(Func<ValueTask<bool>> ask)
    {
        for (var times = 0; times < ChecksPerCall; times++)
            if (!ask().Result) // the value is cached, so the task is completed
                throw new InvalidOperationException("The feature must be on.");
        return Task.CompletedTask;
    }

    private static (bool Holds, string Says) Allocates(Client.Limits limits)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var times = 0; times < ChecksPerCall; times++)
            _ = limits.Has("ext-1", "sso").Result;
        var each = (GC.GetAllocatedBytesForCurrentThread() - before) / (double)ChecksPerCall;
        return (each < 1, $"{each:0.##} bytes allocated each");
    }
}
