using System.Diagnostics;

namespace OwnerConsole.Bench;

/// <summary>Takes turns between the limit and ours, so that a noisy neighbour disturbs both: limit, ours, three rounds, the median ratio.</summary>
public static class Measuring
{
    private const int Rounds = 3;

    /// <summary>Two readings of the limit that differ by more make the run worthless.</summary>
    private const double Unsteady = 1.5;

    public static async Task<Result> Run(Scenario scenario, BenchConsole console, bool quick)
    {
        var pair = await scenario.Prepare(console, quick);
        var turn = TimeSpan.FromSeconds(quick ? 1 : 4);
        Task<Reading> Limit(TimeSpan time) => Turn(pair.Limit, pair.Before, null, pair.Callers, time);
        Task<Reading> Ours(TimeSpan time) => Turn(pair.Ours, pair.Before, pair.BeforeOurs, pair.Callers, time);
        await Limit(turn); // warms up both
        await Ours(turn);
        var rounds = new List<(Reading Limit, Reading Ours)>();
        for (var round = 0; round < Rounds; round++)
            rounds.Add((await Limit(turn), await Ours(turn)));

        var median = rounds.OrderBy(round => round.Ours.Rate / round.Limit.Rate).ElementAt(Rounds / 2);
        var isSteady = rounds.Max(round => round.Limit.Rate) / rounds.Min(round => round.Limit.Rate) <= Unsteady;
        var also = pair.Also is { } more ? await more() : (Holds: true, Says: "");
        return new(scenario, median.Limit, median.Ours, isSteady, Load(), Process.GetCurrentProcess().WorkingSet64 / (1 << 20), also.Holds, also.Says);
    }

    private static async Task<Reading> Turn(Func<Task> call, Func<Task>? before, Func<Task>? next, int callers, TimeSpan time)
    {
        var began = Stopwatch.GetTimestamp();
        var all = await Task.WhenAll(
            Enumerable
                .Range(0, callers)
                .Select(_ =>
                    Task.Run(async () =>
                    {
                        var took = new List<double>();
                        while (Stopwatch.GetElapsedTime(began) < time)
                        {
                            if (before is not null)
                                await before();
                            if (next is not null)
                                await next();
                            var start = Stopwatch.GetTimestamp();
                            await call();
                            took.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                        }
                        return took;
                    })
                )
        );
        var sorted = all.SelectMany(took => took).Order().ToArray();
        var elapsed = before is null ? Stopwatch.GetElapsedTime(began).TotalSeconds : sorted.Sum() / 1000;
        return new(sorted.Length / elapsed, At(sorted, 0.50), At(sorted, 0.95), At(sorted, 0.99));
    }

    private static double At(double[] sorted, double share) => sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * share))];

    /// <returns>the average of the last minute</returns>
    public static string Load() => File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "?";
}

/// <param name="IsSteady">false when the limit itself moved too much to judge by</param>
/// <param name="Megabytes">resident memory of this process, console and load together</param>
/// <param name="Also">what else was measured, in words; empty when nothing was</param>
public sealed record Result(Scenario Scenario, Reading Limit, Reading Ours, bool IsSteady, string Load, long Megabytes, bool AlsoHolds, string Also)
{
    public double Ratio => Ours.Rate / Limit.Rate;

    public bool? Passes => IsSteady ? AlsoHolds && (Scenario.Holds?.Invoke(Limit, Ours) ?? Ratio >= Scenario.Target) : null;
}
