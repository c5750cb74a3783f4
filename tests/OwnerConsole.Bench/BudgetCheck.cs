namespace OwnerConsole.Bench;

/// <summary>What is measured against a budget, not against a limit: what a person feels, and what a machine must have room for.</summary>
/// <param name="Id">as in the targets, or "page"</param>
/// <param name="Name">what is typed after bin/bench</param>
public sealed record BudgetCheck(string Id, string Name, string Says, Func<BenchConsole, bool, Task<IReadOnlyList<Budget>>> Measure)
{
    /// <summary>Whether filling takes longer than measuring, so that what is filled may be kept.</summary>
    public bool MayBeKept { get; init; }
}

/// <summary>One reading and the most it may be.</summary>
/// <param name="Says">what was read, and of how many times</param>
/// <param name="Most">null for what is told beside the others</param>
public sealed record Budget(string Says, double Read, double? Most, string Unit)
{
    public bool Holds => Most is null || Read <= Most;
}
