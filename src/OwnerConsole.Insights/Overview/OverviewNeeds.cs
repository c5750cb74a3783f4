using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Insights.Overview;

/// <summary>What needs attention, with the plan and MRR of the tenants that it is about.</summary>
public sealed class OverviewNeeds(AttentionCache attention, TenantDigests digests)
{
    /// <returns>The lists, and digests by tenant.</returns>
    public async Task<(IReadOnlyList<AttentionList> Lists, IReadOnlyDictionary<string, TenantDigest> Tenants)> Find(
        Caller caller,
        Mode mode,
        CancellationToken stop
    )
    {
        var lists = await attention.Find(caller, mode, stop);
        return (lists, await digests.Find([.. lists.SelectMany(list => list.Items).Select(item => item.TenantId).OfType<string>()], stop));
    }
}
