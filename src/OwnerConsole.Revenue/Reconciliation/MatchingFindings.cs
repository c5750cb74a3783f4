using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Revenue.Reconciliation;

/// <summary>Selects all findings that match a filter.</summary>
public sealed class MatchingFindings : ISubjectQuery
{
    public string Subject => "finding";

    public Task<IReadOnlyList<string>> Find(Caller caller, Mode within, IReadOnlyDictionary<string, string> query, int most, UnitOfWork work) =>
        FindingList.Ids(FindingFilter.Read(query.ToQueryCollection(FindingFilter.ParameterNames), within, caller.OnlyTenant) with { Limit = most }, work);
}
