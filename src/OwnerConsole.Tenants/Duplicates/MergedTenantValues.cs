using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tenants.Duplicates.Public;

namespace OwnerConsole.Tenants.Duplicates;

/// <summary>Values of a tenant that a merge chooses from.</summary>
/// <param name="Plans">Keys of its plans; null without a plan.</param>
/// <param name="Customers">IDs of its customers at Stripe; null if none is reported.</param>
internal sealed record MergedTenantValues(string TenantId, string Name, string? Plans, string? Customers)
{
    /// <param name="mergedId">Tenant to merge.</param>
    /// <param name="keptId">Tenant to keep.</param>
    /// <param name="input">The choice of each value.</param>
    /// <param name="work">Can read both tenants.</param>
    /// <returns>Lines of the values in which the tenants differ.</returns>
    public static async Task<IReadOnlyList<SummaryLine>> Compare(string mergedId, string keptId, MergeTenant.Input input, UnitOfWork work)
    {
        var rows = await work.List<MergedTenantValues>(
            """
            select t.tenant_id, t.name, nullif(array_to_string(t.stripe_customer_ids, ', '), '') as customers,
                   (select string_agg(i.plan, ', ' order by i.plan) from core.plan_items i where i.tenant_id = t.tenant_id and i.to_at is null) as plans
              from core.tenants t
             where t.tenant_id = any(@ids)
            """,
            new { ids = new[] { mergedId, keptId } }
        );
        if (rows.FirstOrDefault(row => row.TenantId == mergedId) is not { } merged || rows.FirstOrDefault(row => row.TenantId == keptId) is not { } kept)
            return [];
        SummaryLine?[] lines =
        [
            MergeSummary.Of("Name", input.Name, merged.Name, kept.Name),
            MergeSummary.Of("Plan", input.Plan, merged.Plans, kept.Plans),
            MergeSummary.Of("Subscription", input.Subscription, merged.Customers, kept.Customers),
        ];
        return [.. lines.OfType<SummaryLine>()];
    }
}
