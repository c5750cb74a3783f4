using System.Diagnostics;

namespace OwnerConsole.Bench;

/// <summary>Alternates between the reference and the product, so that other load affects both: three rounds, of which the median ratio counts.</summary>
public static class BenchRunner
{
    private const int Rounds = 3;

    /// <summary>Warm-up turns: for some seconds the runtime recompiles the most frequently used code.</summary>
    private const int WarmupTurns = 10;

    /// <summary>The result is inconclusive when readings of the reference differ by more than this factor.</summary>
    private const double MaxSpread = 1.5;

    public static async Task<ScenarioResult> Run(Scenario scenario, BenchConsole console, bool quick)
    {
        var pair = await scenario.Prepare(console, quick);
        var turn = TimeSpan.FromSeconds(quick ? 1 : 4);
        await pair.Limit(turn); // warms up both
        await pair.Ours(WarmupTurns * turn);
        var rounds = new List<(Reading Limit, Reading Ours)>();
        for (var round = 0; round < Rounds; round++)
            rounds.Add((await pair.Limit(turn), await pair.Ours(turn)));

        var median = rounds.OrderBy(round => round.Ours.Rate / round.Limit.Rate).ElementAt(Rounds / 2);
        var isSteady = rounds.Max(round => round.Limit.Rate) / rounds.Min(round => round.Limit.Rate) <= MaxSpread;
        var also = pair.Also is { } more ? await more() : (Holds: true, Says: "");
        return new(scenario, median.Limit, median.Ours, isSteady, Load(), Process.GetCurrentProcess().WorkingSet64 / (1 << 20), also.Holds, also.Says);
    }

    /// <returns>the load average of the last minute</returns>
    public static string Load() => File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "?";
}

/// <param name="IsSteady">false when the reference itself varied too much for a verdict</param>
/// <param name="Megabytes">resident memory of this process, console and load together</param>
/// <param name="Also">an additional result as text; empty when there is none</param>
public sealed record ScenarioResult(Scenario Scenario, Reading Limit, Reading Ours, bool IsSteady, string Load, long Megabytes, bool AlsoHolds, string Also)
{
    public double Ratio => Ours.Rate / Limit.Rate;

    public bool? Passes => IsSteady ? AlsoHolds && (Scenario.Holds?.Invoke(Limit, Ours) ?? Ratio >= Scenario.Target) : null;
}
