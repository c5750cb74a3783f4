using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tenants.Directory.Public;

namespace OwnerConsole.Tenants.Directory;

/// <summary>All tenants that match a filter of the directory, across all pages.</summary>
public sealed class MatchingTenants(TenantList list) : ISubjectQuery
{
    public string Subject => "tenant";

    public Task<IReadOnlyList<string>> Find(Caller caller, Mode within, IReadOnlyDictionary<string, string> query, int most, UnitOfWork work)
    {
        var asked = query.ToQueryCollection([.. TenantFilter.ParameterNames, AttributeFilter.Of("name")], DirectoryAddress.IsFilter);
        return list.Ids(TenantFilter.Read(asked, within, caller.OnlyTenant) with { Limit = most }, work);
    }
}
