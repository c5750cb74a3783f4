using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Tenants.Directory;

/// <summary>Everything that the directory would show for a filter, on all of its pages.</summary>
public sealed class MatchingTenants(TenantList list) : ISelection
{
    private static readonly string[] s_known = ["q", "status", "tag"];

    public string Subject => "tenant";

    public Task<IReadOnlyList<string>> Find(Caller caller, Population within, IReadOnlyDictionary<string, string> query, int most, Work work)
    {
        if (query.Keys.FirstOrDefault(key => !s_known.Contains(key, StringComparer.Ordinal)) is { } unknown)
            throw Problem.Invalid($"query.{unknown}", $"is not known here. Known: {string.Join(", ", s_known)}.");
        var address = DirectoryAddress.Of(new QueryCollection(query.ToDictionary(pair => pair.Key, pair => new StringValues(pair.Value))));
        return list.Ids(address.Filter(within, caller.OnlyTenant) with { Limit = most }, work);
    }
}
