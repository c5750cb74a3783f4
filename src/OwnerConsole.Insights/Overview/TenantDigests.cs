using OwnerConsole.Data;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Insights.Overview;

/// <summary>Reads the plan and MRR of the tenants that need attention.</summary>
public sealed class TenantDigests(Database database, IEnumerable<PlanNames> plans, IEnumerable<TenantRevenue> revenue)
{
    /// <returns>Digests by tenant.</returns>
    public async Task<IReadOnlyDictionary<string, TenantDigest>> Find(IReadOnlyCollection<string> tenants, CancellationToken stop)
    {
        if (tenants.Count == 0)
            return new Dictionary<string, TenantDigest>(StringComparer.Ordinal);
        await using var work = await database.Read(stop);
        var rows = await work.List<Row>(
            """
            select t.tenant_id, array(select i.plan from core.plan_items i where i.tenant_id = t.tenant_id and i.to_at is null order by i.plan) as plans
              from core.tenants t
             where t.tenant_id = any(@tenants)
            """,
            new { tenants = tenants.Distinct(StringComparer.Ordinal).ToArray() }
        );
        var names = plans.FirstOrDefault() is { } findNames ? await findNames(work) : new Dictionary<string, string>(StringComparer.Ordinal);
        var amounts = revenue.FirstOrDefault() is { } findRevenue ? await findRevenue(tenants, work) : new Dictionary<string, Money>(StringComparer.Ordinal);
        return rows.ToDictionary(
            row => row.TenantId,
            row => new TenantDigest(names.JoinNames(row.Plans), amounts.TryGetValue(row.TenantId, out var mrr) ? mrr : null),
            StringComparer.Ordinal
        );
    }

    private sealed record Row(string TenantId, string[] Plans);
}

/// <summary>What the overview shows about a tenant.</summary>
/// <param name="Plans">Names of its plans.</param>
/// <param name="Mrr">MRR; null if it pays nothing or the reader can't see money.</param>
public sealed record TenantDigest(string Plans, Money? Mrr);
