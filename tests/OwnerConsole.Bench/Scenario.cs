namespace OwnerConsole.Bench;

/// <summary>One thing that is measured against a limit in the same minute.</summary>
/// <param name="Id">as in the targets: B9</param>
/// <param name="Name">what is typed after bin/bench</param>
/// <param name="Says">what is compared with what</param>
/// <param name="Target">the least ratio of our rate to the limit's</param>
public sealed record Scenario(string Id, string Name, string Says, double Target, Func<BenchConsole, bool, Task<Pair>> Prepare)
{
    /// <summary>Where a ratio of rates doesn't say it: whether our reading is good enough beside the limit's, and what is wanted in words.</summary>
    public Func<Reading, Reading, bool>? Holds { get; init; }

    public string? Wants { get; init; }

    public string Wanted => Wants ?? $"at least {Target:0.###}";
}

/// <summary>The two that take turns; each call is one operation.</summary>
/// <param name="Callers">how many call at once</param>
public sealed record Pair(Func<Task> Limit, Func<Task> Ours, int Callers)
{
    /// <summary>Puts things back before each call, for a single caller; not measured.</summary>
    public Func<Task>? Before { get; init; }

    /// <summary>What else must hold after all rounds, in words.</summary>
    public Func<Task<(bool Holds, string Says)>>? Also { get; init; }

    /// <summary>After <see cref="Before"/>, before ours alone; not measured.</summary>
    public Func<Task>? BeforeOurs { get; init; }
}

/// <summary>What one turn measured.</summary>
/// <param name="Rate">operations a second</param>
public sealed record Reading(double Rate, double P50, double P95, double P99);
