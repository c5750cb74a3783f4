using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Plans.Plans.Public;

namespace OwnerConsole.Plans.Upgrades;

/// <summary>Open upgrade requests in the list of things that need attention.</summary>
public sealed class UpgradeAttentionSource : IAttentionSource
{
    public string Permission => UpgradeEndpoints.Read;

    public string UrgentTenants =>
        $"select u.tenant_id, {(int)Urgency.Today} as urgency from upgrades.requests u join core.tenants t using (tenant_id) where t.mode = @mode and u.state = 'open'";

    public async Task<AttentionList> Find(Mode mode, UnitOfWork work) =>
        AttentionList.OfFirst(await Read(null, mode, work), "upgrade requests", UpgradeRoutes.Address);

    public Task<IReadOnlyList<AttentionItem>> FindFor(string tenantId, Mode mode, UnitOfWork work) => Read(tenantId, mode, work);

    private static async Task<IReadOnlyList<AttentionItem>> Read(string? tenantId, Mode mode, UnitOfWork work)
    {
        var waiting = await UpgradeQueue.ByMoney(tenantId, mode, work);
        if (waiting.Count == 0)
            return [];
        var names = await PlanCatalogue.FindNames(work);
        return
        [
            .. waiting.Select(row => new AttentionItem(
                Urgency.Today,
                $"{row.Request.TenantName} requests {names.GetValueOrDefault(row.Request.Plan, row.Request.Plan)}.",
                UpgradeRoutes.Address,
                "Review",
                row.Monthly,
                row.Request.OpenedAt
            )
            {
                TenantId = row.Request.TenantId,
                Action = new(ApproveUpgrade.Name, row.Request.UpgradeId, "Approve request"),
            }),
        ];
    }
}
