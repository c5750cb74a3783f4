using System.Globalization;

namespace OwnerConsole.Bench;

/// <summary>Prints the results and returns the records to store.</summary>
internal static class BenchmarkReport
{
    public static BenchmarkRecord Print(ScenarioResult result)
    {
        var scenario = result.Scenario;
        Console.WriteLine($"{scenario.Id} {scenario.Name}: {scenario.Says}");
        foreach (var (label, reading) in new[] { ("reference", result.Limit), ("product", result.Ours) })
            Console.WriteLine($"  {label, -9} {reading.Rate, 10:N0}/s   p50 {reading.P50, 8:N2} ms   p95 {reading.P95, 8:N2} ms   p99 {reading.P99, 8:N2} ms");
        var verdict = result.Passes switch
        {
            true => "passes",
            false => "FAILS",
            null => "inconclusive: the reference itself varied by more than 1.5×",
        };
        Console.WriteLine(
            $"  ratio {result.Ratio:N2}, {scenario.Wanted}: {verdict}. Load {result.Load}, {Environment.ProcessorCount} cores, {result.Megabytes} MB resident."
        );
        if (result.Also.Length > 0)
            Console.WriteLine("  " + result.Also);
        return new(
            scenario.Id,
            scenario.Name,
            scenario.Says,
            Math.Round(result.Ratio, 3),
            scenario.Wanted,
            result.Passes,
            Math.Round(result.Ours.Rate, 1),
            Math.Round(result.Limit.Rate, 1),
            "op/s",
            Math.Round(result.Ours.P50, 3),
            Math.Round(result.Ours.P95, 3),
            Math.Round(result.Ours.P99, 3),
            result.Load,
            Environment.ProcessorCount,
            Today
        );
    }

    public static IReadOnlyList<BenchmarkRecord> Print(BudgetCheck check, IReadOnlyList<Budget> budgets)
    {
        Console.WriteLine($"{check.Id} {check.Name}: {check.Says}. Load {BenchRunner.Load()}, {Environment.ProcessorCount} cores.");
        foreach (var budget in budgets)
            Console.WriteLine(
                $"  {budget.Read, 10:N1} {budget.Unit, -8} {TargetText(budget), -16} {(budget.Holds ? budget.Most is null ? "" : "holds" : "FAILS"), -6} {budget.Says}"
            );
        return
        [
            .. budgets.Select(budget => new BenchmarkRecord(
                check.Id,
                check.Name,
                budget.Says,
                budget.Most is { } most and not 0 ? Math.Round(budget.Read / most, 3) : null,
                TargetText(budget),
                budget.Holds,
                Math.Round(budget.Read, 1),
                null,
                budget.Unit,
                null,
                null,
                null,
                BenchRunner.Load(),
                Environment.ProcessorCount,
                Today
            )),
        ];
    }

    private static string TargetText(Budget budget) => budget.Most is { } most ? $"at most {most:0.##}" : "";

    private static string Today => TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
