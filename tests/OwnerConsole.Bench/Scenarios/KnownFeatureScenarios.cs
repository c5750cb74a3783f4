using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OwnerConsole.Bench.Loads;
using OwnerConsole.Client;

namespace OwnerConsole.Bench.Scenarios;

/// <summary>Whether a tenant has a feature, as the SDK answers it from memory, against looking into a dictionary.</summary>
internal static class KnownFeatureScenarios
{
    private const int AtOnce = 1_000;

    private const double MaxMilliseconds = 0.001; // milliseconds

    public static readonly Scenario Has = new(
        "B13",
        "limit-known",
        $"{AtOnce} cached feature checks in the SDK ÷ {AtOnce} dictionary lookups",
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
                throw new InvalidOperationException("It is on for everybody.");
            var known = new Dictionary<string, bool>(StringComparer.Ordinal) { ["ext-1"] = true };
            return new(() => Often(() => new(known.GetValueOrDefault("ext-1"))), () => Often(() => limits.Has("ext-1", "sso")), Callers: 1)
            {
                Also = () => Task.FromResult(Allocates(limits)),
            };
        }
    )
    {
        Wants = "at most 1 µs each, and nothing allocated",
        Holds = (_, ours) => ours.P50 <= MaxMilliseconds * AtOnce,
    };

    private static Task Often(Func<ValueTask<bool>> ask)
    {
        for (var times = 0; times < AtOnce; times++)
            if (!ask().Result) // it is known, so it is there
                throw new InvalidOperationException("It is on.");
        return Task.CompletedTask;
    }

    private static (bool Holds, string Says) Allocates(Client.Limits limits)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var times = 0; times < AtOnce; times++)
            _ = limits.Has("ext-1", "sso").Result;
        var each = (GC.GetAllocatedBytesForCurrentThread() - before) / (double)AtOnce;
        return (each < 1, $"{each:0.##} bytes allocated each");
    }
}
