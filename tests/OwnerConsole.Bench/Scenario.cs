using OwnerConsole.Bench.Loads;

namespace OwnerConsole.Bench;

/// <summary>A benchmark that is compared with a reference measured in the same minute.</summary>
/// <param name="Id">the id of the target, such as B9</param>
/// <param name="Name">the name given to bin/bench</param>
/// <param name="Says">the measured operation ÷ the reference</param>
/// <param name="Target">the minimum ratio of the product's rate to the reference's</param>
public sealed record Scenario(string Id, string Name, string Says, double Target, Func<BenchConsole, bool, Task<LoadPair>> Prepare)
{
    /// <summary>
    /// Decides instead of the ratio whether the product's reading is good enough compared with the reference; <see cref="Wants"/> describes the
    /// condition.
    /// </summary>
    public Func<Reading, Reading, bool>? Holds { get; init; }

    public string? Wants { get; init; }

    /// <summary>Whether the scenario can also be measured on <see cref="Scenarios.GrownPlatform"/>.</summary>
    public bool MayBeGrown { get; init; }

    /// <summary>The same scenario after much data was reported, recorded under its own name.</summary>
    public Scenario Grown => this with { Name = Name + " --grown", Says = Says + ", after 20 million events of 100,000 tenants" };

    public string Wanted => Wants ?? $"at least {Target:0.###}";
}

/// <summary>Runs a load for the given time and returns the reading.</summary>
public delegate Task<Reading> Load(TimeSpan time);

/// <summary>The reference and the product, which are measured alternately.</summary>
public sealed record LoadPair(Load Limit, Load Ours)
{
    /// <summary>Creates a pair of calls within this process; each call is one operation.</summary>
    /// <param name="Callers">the number of concurrent callers</param>
    /// <param name="Before">resets the state before each call, for a single caller; not measured</param>
    /// <param name="BeforeOurs">runs after the reset and before the product's calls only; not measured</param>
    public LoadPair(Func<Task> limit, Func<Task> ours, int Callers, Func<Task>? Before = null, Func<Task>? BeforeOurs = null)
        : this(CallLoad.Repeat(limit, Callers, Before), CallLoad.Repeat(ours, Callers, Before, BeforeOurs)) { }

    /// <summary>An additional condition checked after all rounds, described in text.</summary>
    public Func<Task<(bool Holds, string Says)>>? Also { get; init; }
}

/// <summary>The result of one turn.</summary>
/// <param name="Rate">operations per second</param>
public sealed record Reading(double Rate, double P50, double P95, double P99)
{
    /// <param name="sorted">durations of all or some calls in milliseconds</param>
    public static Reading Of(double rate, double[] sorted) => new(rate, At(sorted, 0.50), At(sorted, 0.95), At(sorted, 0.99));

    private static double At(double[] sorted, double share) => sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * share))];
}
