using OwnerConsole.Bench.Loads;

namespace OwnerConsole.Bench;

/// <summary>One thing that is measured against a limit in the same minute.</summary>
/// <param name="Id">as in the targets: B9</param>
/// <param name="Name">what is typed after bin/bench</param>
/// <param name="Says">what is compared with what</param>
/// <param name="Target">the least ratio of our rate to the limit's</param>
public sealed record Scenario(string Id, string Name, string Says, double Target, Func<BenchConsole, bool, Task<LoadPair>> Prepare)
{
    /// <summary>Where a ratio of rates doesn't say it: whether our reading is good enough beside the limit's, and what is wanted in words.</summary>
    public Func<Reading, Reading, bool>? Holds { get; init; }

    public string? Wants { get; init; }

    /// <summary>It can be measured on the platform of <see cref="Scenarios.GrownPlatform"/> as well.</summary>
    public bool MayBeGrown { get; init; }

    /// <summary>The same, told apart in what is kept.</summary>
    public Scenario Grown => this with { Name = Name + " --grown", Says = Says + ", after 20 million events of 100,000 tenants" };

    public string Wanted => Wants ?? $"at least {Target:0.###}";
}

/// <summary>Puts a load on for so long and tells what was reached.</summary>
public delegate Task<Reading> Load(TimeSpan time);

/// <summary>The two that take turns.</summary>
public sealed record LoadPair(Load Limit, Load Ours)
{
    /// <summary>Both are calls within this process; each is one operation.</summary>
    /// <param name="Callers">how many call at once</param>
    /// <param name="Before">puts things back before each call, for a single caller; not measured</param>
    /// <param name="BeforeOurs">after that, before ours alone; not measured</param>
    public LoadPair(Func<Task> limit, Func<Task> ours, int Callers, Func<Task>? Before = null, Func<Task>? BeforeOurs = null)
        : this(CallLoad.Repeat(limit, Callers, Before), CallLoad.Repeat(ours, Callers, Before, BeforeOurs)) { }

    /// <summary>What else must hold after all rounds, in words.</summary>
    public Func<Task<(bool Holds, string Says)>>? Also { get; init; }
}

/// <summary>What one turn measured.</summary>
/// <param name="Rate">operations a second</param>
public sealed record Reading(double Rate, double P50, double P95, double P99)
{
    /// <param name="sorted">milliseconds of the calls, or of some of them</param>
    public static Reading Of(double rate, double[] sorted) => new(rate, At(sorted, 0.50), At(sorted, 0.95), At(sorted, 0.99));

    private static double At(double[] sorted, double share) => sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * share))];
}
