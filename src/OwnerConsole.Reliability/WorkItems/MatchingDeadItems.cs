using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Reliability.WorkItems;

/// <summary>Selects all failed jobs that match a filter.</summary>
public sealed class MatchingDeadItems : ISubjectQuery
{
    public string Subject => "work_item";

    /// <remarks>Jobs that the caller can't see are dropped later, when the subjects are loaded.</remarks>
    public Task<IReadOnlyList<string>> Find(Caller caller, Mode within, IReadOnlyDictionary<string, string> query, int most, UnitOfWork work) =>
        DeadItems.Ids(new(query.ToQueryCollection(["kind"]).Text("kind"), Limit: most), work);
}
