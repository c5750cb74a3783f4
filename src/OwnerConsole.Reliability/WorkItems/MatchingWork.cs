using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Lanes;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Reliability.WorkItems;

/// <summary>All the work that was given up and that a filter means.</summary>
public sealed class MatchingWork : ISelection
{
    public string Subject => "work_item";

    /// <remarks>What a caller may not see of it isn't found among the subjects afterwards.</remarks>
    public Task<IReadOnlyList<string>> Find(Caller caller, Population within, IReadOnlyDictionary<string, string> query, int most, Work work)
    {
        if (query.Keys.FirstOrDefault(part => part != "kind") is { } unknown)
            throw Problem.Invalid($"query.{unknown}", "is not known here. Known: kind.");
        return DeadItems.Ids(new(query.GetValueOrDefault("kind"), Limit: most), work);
    }
}
