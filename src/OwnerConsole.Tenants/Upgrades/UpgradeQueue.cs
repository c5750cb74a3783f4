using System.Text.Json;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Intakes;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Tenants.Entitlements.Public;
using OwnerConsole.Tenants.Plans.Public;
using OwnerConsole.Tenants.Upgrades.Public;

namespace OwnerConsole.Tenants.Upgrades;

/// <summary>Open upgrade requests.</summary>
public sealed class UpgradeQueue
{
    /// <summary>Maximum number of requests on a page.</summary>
    public const int Most = 50;

    private const int Periods = 6,
        Weighed = 200;

    /// <summary>Returns open requests with the information needed to decide on them, oldest first.</summary>
    public async Task<IReadOnlyList<QueuedUpgrade>> Find(UpgradeFilter filter, UnitOfWork work)
    {
        var requests = await work.List<UpgradeRequest>(
            $"""
            select {UpgradeRows.Columns}
              from upgrades.requests u join core.tenants t using (tenant_id)
             where t.population = @Population and (@OnlyTenant::text is null or u.tenant_id = @OnlyTenant) and u.state = 'open'
             order by u.opened_at, u.upgrade_id
             limit @Most
            """,
            new
            {
                filter.Population,
                filter.Caller.OnlyTenant,
                Most,
            }
        );
        if (requests.Count == 0)
            return [];
        var facts = (await UpgradeFacts.Load([.. requests.Select(one => one.UpgradeId)], null, work)).ToDictionary(
            one => one.UpgradeId,
            StringComparer.Ordinal
        );
        var history = (await LimitForecast.History([.. requests.Select(one => one.TenantId).Distinct(StringComparer.Ordinal)], Periods, work)).ToLookup(
            one => one.TenantId,
            StringComparer.Ordinal
        );
        var approve = new ApproveUpgrade();
        return
        [
            .. requests
                .Where(one => facts.ContainsKey(one.UpgradeId)) // a request deleted in the meantime has no facts
                .Select(one => new QueuedUpgrade(one, facts[one.UpgradeId], approve.Refuse(facts[one.UpgradeId].Alone, new()), [.. history[one.TenantId]])),
        ];
    }

    /// <returns>Open requests by MRR, highest first; considers only the oldest ones when there are many.</returns>
    internal static async Task<IReadOnlyList<(PendingRequest Request, long Monthly)>> ByMoney(Population population, int most, UnitOfWork work)
    {
        var waiting = await work.List<PendingRequest>(
            $"""
            select u.tenant_id, t.name as tenant_name, u.plan, u.replaces, u.opened_at, {TenantPlanItems.Current} as held
              from upgrades.requests u join core.tenants t using (tenant_id) join core.tenant_status s using (tenant_id)
             where t.population = @population and u.state = 'open'
             order by u.opened_at, u.upgrade_id
             limit @Weighed
            """,
            new { population, Weighed }
        );
        if (waiting.Count == 0)
            return [];
        var currency = (await ReportingSettings.Of(work)).Currency;
        var sold = (await PlanCatalogue.Find(work)).ToDictionary(plan => plan.Key, StringComparer.Ordinal);
        var change = await MonthlyChange.Read(waiting.Select(one => one.TenantId), waiting.Select(one => one.Plan), currency, work);
        return
        [
            .. waiting
                .Select(one =>
                    (one, change.Of(one.TenantId, one.Items, PlanReplacement.Of(one.Items, one.Plan, one.Replaces, sold.GetValueOrDefault(one.Plan))))
                )
                .Select(one => (one.one, Monthly: one.Item2?.Currency == currency ? Math.Max(0, one.Item2.Amount) : 0))
                .OrderByDescending(one => one.Monthly)
                .Take(most),
        ];
    }

    internal sealed record PendingRequest(string TenantId, string TenantName, string Plan, string[] Replaces, DateTimeOffset OpenedAt, JsonElement Held)
    {
        public IReadOnlyList<TenantPlanItem> Items { get; } = Json.Read<IReadOnlyList<TenantPlanItem>>(Held);
    }
}
