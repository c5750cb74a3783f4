using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Plans.Entitlements.Public;
using OwnerConsole.Plans.Plans.Public;
using OwnerConsole.Plans.Upgrades.Public;

namespace OwnerConsole.Plans.Upgrades;

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
             where t.mode = @Mode and (@OnlyTenant::text is null or u.tenant_id = @OnlyTenant) and u.state = 'open'
             order by u.opened_at, u.upgrade_id
             limit @Most
            """,
            new
            {
                filter.Mode,
                filter.Caller.OnlyTenant,
                Most,
            }
        );
        if (requests.Count == 0)
            return [];
        var facts = (await UpgradeFacts.Load([.. requests.Select(request => request.UpgradeId)], null, work)).ToDictionary(
            upgradeFacts => upgradeFacts.UpgradeId,
            StringComparer.Ordinal
        );
        var history = (await LimitForecast.History([.. requests.Select(request => request.TenantId).Distinct(StringComparer.Ordinal)], Periods, work)).ToLookup(
            usagePeriod => usagePeriod.TenantId,
            StringComparer.Ordinal
        );
        var approve = new ApproveUpgrade();
        return
        [
            .. requests
                .Where(request => facts.ContainsKey(request.UpgradeId)) // a request deleted in the meantime has no facts
                .Select(upgradeRequest => new QueuedUpgrade(
                    upgradeRequest,
                    facts[upgradeRequest.UpgradeId],
                    approve.Refuse(facts[upgradeRequest.UpgradeId].Alone, new()),
                    [.. history[upgradeRequest.TenantId]]
                )),
        ];
    }

    /// <param name="tenantId">Only this tenant; null for all.</param>
    /// <returns>Open requests by MRR, highest first; considers only the oldest ones when there are many.</returns>
    internal static async Task<IReadOnlyList<(PendingRequest Request, long Monthly)>> ByMoney(string? tenantId, Mode mode, UnitOfWork work)
    {
        var waiting = await work.List<PendingRequest>(
            $"""
            select u.upgrade_id, u.tenant_id, t.name as tenant_name, u.plan, u.replaces, u.opened_at, {TenantPlanItems.Current} as held
              from upgrades.requests u join core.tenants t using (tenant_id) join core.tenant_status s using (tenant_id)
             where t.mode = @mode and u.state = 'open' and (@tenantId::text is null or u.tenant_id = @tenantId)
             order by u.opened_at, u.upgrade_id
             limit @Weighed
            """,
            new
            {
                tenantId,
                mode,
                Weighed,
            }
        );
        if (waiting.Count == 0)
            return [];
        var currency = (await ReportingSettings.Of(work)).Currency;
        var sold = (await PlanCatalogue.Find(work)).ToDictionary(plan => plan.Key, StringComparer.Ordinal);
        var change = await MonthlyChange.Read(waiting.Select(request => request.TenantId), waiting.Select(request => request.Plan), currency, work);
        return
        [
            .. waiting
                .Select(request =>
                    (
                        Request: request,
                        Change: change.Of(
                            request.TenantId,
                            request.Items,
                            PlanReplacement.Of(request.Items, request.Plan, request.Replaces, sold.GetValueOrDefault(request.Plan))
                        )
                    )
                )
                .Select(row => (row.Request, Monthly: row.Change?.Currency == currency ? Math.Max(0, row.Change.Amount) : 0))
                .OrderByDescending(row => row.Monthly),
        ];
    }

    internal sealed record PendingRequest(
        string UpgradeId,
        string TenantId,
        string TenantName,
        string Plan,
        string[] Replaces,
        DateTimeOffset OpenedAt,
        JsonElement Held
    )
    {
        public IReadOnlyList<TenantPlanItem> Items { get; } = Json.Read<IReadOnlyList<TenantPlanItem>>(Held);
    }
}
