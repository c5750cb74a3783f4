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
    public Task<IReadOnlyList<string>> Find(Caller caller, Population within, IReadOnlyDictionary<string, string> query, int most, Work work) =>
        DeadItems.Ids(new(query.Asked(["kind"]).Text("kind"), Limit: most), work);
}
