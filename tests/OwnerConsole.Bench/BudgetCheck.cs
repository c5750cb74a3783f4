namespace OwnerConsole.Bench;

/// <summary>A measurement that is compared with a budget instead of a reference: response times that people notice, and resource usage.</summary>
/// <param name="Id">the id of the target, or "page"</param>
/// <param name="Name">the name given to bin/bench</param>
public sealed record BudgetCheck(string Id, string Name, string Says, Func<BenchConsole, bool, Task<IReadOnlyList<Budget>>> Measure)
{
    /// <summary>Whether filling the database takes longer than measuring, so that it is worth keeping.</summary>
    public bool MayBeKept { get; init; }
}

/// <summary>One reading and its maximum.</summary>
/// <param name="Says">what was measured, and how often</param>
/// <param name="Most">the maximum; null for readings without a budget</param>
public sealed record Budget(string Says, double Read, double? Most, string Unit)
{
    /// <param name="share">0.5 for the median, 0.95 for p95.</param>
    /// <returns>The reading below which this share of the readings is.</returns>
    public static double Share(IReadOnlyCollection<double> read, double share) => read.Order().ElementAt(Math.Min(read.Count - 1, (int)(read.Count * share)));

    public bool Holds => Most is null || Read <= Most;
}
