using OwnerConsole.Data;

namespace OwnerConsole.Kernel.Modules;

/// <summary>
/// Checks whether redundant rows of a module agree, such as a balance and the entries it is the sum of. Used by the consistency check of the
/// installation.
/// </summary>
public interface IConsistencyCheck
{
    /// <summary>Short name of the checked data, such as <c>credits</c>.</summary>
    string DisplayName { get; }

    /// <summary>Checks a part that takes at most a moment. Changes nothing.</summary>
    Task<ConsistencyResult> Check(UnitOfWork work);
}

/// <summary>Result of a consistency check.</summary>
/// <param name="Summary">What was checked and is consistent, in one sentence.</param>
/// <param name="Differences">One sentence for each difference; empty when everything is consistent.</param>
public sealed record ConsistencyResult(string Summary, IReadOnlyList<string> Differences);
