using System.Globalization;
using System.Text.Json;
using OwnerConsole.Bench;
using OwnerConsole.Bench.Scenarios;

Scenario[] scenarios =
[
    Ingest.Deduplicated,
    Ingest.Metered,
    Ingest.OverHttp,
    Ingest.Fold,
    TopBar.Figures,
    Peaks.Week,
    TenantLists.DeepPage,
    TenantLists.Search,
    Answers.OneTenant,
    Bulk.Forward,
    Bulk.Back,
    Lanes.Drain,
    Streams.FanOut,
    Lines.Append,
    Revenue.Months,
];
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
var quick = args.Contains("--quick");
var json = args.SkipWhile(arg => arg != "--json").Skip(1).FirstOrDefault();
var names = args.Where(arg => !arg.StartsWith("--", StringComparison.Ordinal) && arg != json).ToArray();
if (names.Length == 0)
{
    Console.WriteLine("bin/bench NAME… [--quick] [--json FILE], or all:");
    foreach (var scenario in scenarios)
        Console.WriteLine($"  {scenario.Name, -10} {scenario.Id, -4} {scenario.Says}, {scenario.Wants ?? $"at least {scenario.Target}"}");
    return 0;
}

if (names.FirstOrDefault(name => name != "all" && scenarios.All(scenario => scenario.Name != name)) is { } unknown)
{
    Console.Error.WriteLine($"There is no scenario {unknown}; without a name they are listed.");
    return 1;
}

var chosen = names is ["all"] ? scenarios : [.. scenarios.Where(scenario => names.Contains(scenario.Name, StringComparer.Ordinal))];
var passes = true;
foreach (var scenario in chosen)
{
    await using var console = await BenchConsole.Start(); // one that knows nothing of the others' tenants
    var result = await Measuring.Run(scenario, console, quick);
    passes &= result.Passes != false;
    Console.WriteLine($"{scenario.Id} {scenario.Name}: {scenario.Says}");
    foreach (var (who, reading) in new[] { ("limit", result.Limit), ("ours", result.Ours) })
        Console.WriteLine($"  {who, -6} {reading.Rate, 10:N0}/s   p50 {reading.P50, 8:N2} ms   p95 {reading.P95, 8:N2} ms   p99 {reading.P99, 8:N2} ms");
    var verdict = result.Passes switch
    {
        true => "passes",
        false => "FAILS",
        null => "no verdict: the limit itself moved by more than 1.5×",
    };
    Console.WriteLine(
        $"  ratio {result.Ratio:N2}, {scenario.Wants ?? $"target {scenario.Target:0.###}"}: {verdict}. Load {result.Load}, {Environment.ProcessorCount} cores, {result.Megabytes} MB resident."
    );
    if (result.Also.Length > 0)
        Console.WriteLine("  " + result.Also);
    if (json is not null)
    {
        await File.AppendAllTextAsync(
            json,
            JsonSerializer.Serialize(
                new
                {
                    id = scenario.Id,
                    name = scenario.Name,
                    ratio = Math.Round(result.Ratio, 3),
                    target = scenario.Target,
                    pass = result.Passes,
                    ours = Math.Round(result.Ours.Rate, 1),
                    limit = Math.Round(result.Limit.Rate, 1),
                    unit = "op/s",
                    p50_ms = Math.Round(result.Ours.P50, 3),
                    p95_ms = Math.Round(result.Ours.P95, 3),
                    p99_ms = Math.Round(result.Ours.P99, 3),
                    load = result.Load,
                    memory_mb = result.Megabytes,
                }
            ) + "\n"
        );
    }
}
return passes ? 0 : 1;
