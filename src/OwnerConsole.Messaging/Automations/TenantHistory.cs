using OwnerConsole.Data;
using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Messaging.Automations;

/// <summary>Lifecycle and plans of tenants over time.</summary>
internal sealed class TenantHistory
{
    private readonly ILookup<string, LifecycleRow> _lifecycles;
    private readonly ILookup<string, PlanRow> _plans;

    private TenantHistory(IReadOnlyList<LifecycleRow> lifecycles, IReadOnlyList<PlanRow> plans)
    {
        _lifecycles = lifecycles.ToLookup(row => row.TenantId, StringComparer.Ordinal);
        _plans = plans.ToLookup(row => row.TenantId, StringComparer.Ordinal);
    }

    public static async Task<TenantHistory> Load(string[] tenants, UnitOfWork reading) =>
        new(
            await reading.List<LifecycleRow>(
                "select l.tenant_id, l.lifecycle, l.from_at, l.to_at from core.lifecycles l where l.tenant_id = any(@tenants)",
                new { tenants }
            ),
            await reading.List<PlanRow>(
                "select i.tenant_id, i.plan, i.from_at, i.to_at from core.plan_items i where i.tenant_id = any(@tenants)",
                new { tenants }
            )
        );

    /// <returns>The tenant with the lifecycle and the plans that it had at the time. Before its first known lifecycle, it has the current one.</returns>
    public TenantProfile At(TenantProfile tenant, DateTimeOffset at) =>
        tenant.Lifecycle is TenantLifecycle.Anonymised
            ? tenant
            : tenant with
            {
                Lifecycle = _lifecycles[tenant.TenantId].FirstOrDefault(row => row.FromAt <= at && !(row.ToAt <= at))?.Lifecycle ?? tenant.Lifecycle,
                Plans = [.. _plans[tenant.TenantId].Where(row => row.FromAt <= at && !(row.ToAt <= at)).Select(row => row.Plan)],
            };

    private sealed record LifecycleRow(string TenantId, TenantLifecycle Lifecycle, DateTimeOffset FromAt, DateTimeOffset? ToAt);

    private sealed record PlanRow(string TenantId, string Plan, DateTimeOffset FromAt, DateTimeOffset? ToAt);
}
