using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tenants.Directory.Public;

namespace OwnerConsole.Tenants.Members;

/// <summary>All members that match a filter of the list of members, across all pages.</summary>
public sealed class MatchingMembers(MemberSearch search) : ISubjectQuery
{
    public string Subject => "member";

    public Task<IReadOnlyList<string>> Find(Caller caller, Mode within, IReadOnlyDictionary<string, string> query, int most, UnitOfWork work) =>
        search.Ids(
            MemberSearch.Filter.Read(
                query.ToQueryCollection([.. MemberChoice.ParameterNames, AttributeFilter.Of("name")], MemberChoice.IsFilter),
                within,
                caller.OnlyTenant
            ) with
            {
                Limit = most,
            },
            work
        );
}
