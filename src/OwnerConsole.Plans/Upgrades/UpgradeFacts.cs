using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Plans.Entitlements.Public;
using OwnerConsole.Plans.Plans.Public;
using OwnerConsole.Plans.Upgrades.Public;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Plans.Upgrades;

/// <summary>State of an upgrade request that its operations check.</summary>
/// <param name="RequestedPlan">Key of the requested plan.</param>
/// <param name="Replaces">Keys of the plans that would be replaced: none for an add-on, and all main plans when the tenant requested an add-on but would get a main plan.</param>
/// <param name="Held">Current plans, ordered by key.</param>
/// <param name="Before">Plans after an undo of the last plan change.</param>
public sealed record UpgradeFacts(
    string UpgradeId,
    string TenantId,
    long Revision,
    UpgradeState State,
    TenantLifecycle Lifecycle,
    string RequestedPlan,
    IReadOnlyList<string> Replaces,
    IReadOnlyList<TenantPlanItem> Held,
    IReadOnlyList<TenantPlanItem> Before
) : ISubject
{
    public string Id => UpgradeId;

    public bool HasEnded => Lifecycle is TenantLifecycle.Cancelled or TenantLifecycle.Anonymised;

    /// <summary>Whether this is the tenant's first request among those answered together.</summary>
    public bool IsFirst { get; private init; } = true;

    /// <summary>The plan the tenant would get; null when it isn't available.</summary>
    public KnownPlan? Plan { get; private init; }

    /// <summary>Whether the tenant requested an add-on, would get a main plan, and has several plans that it could replace.</summary>
    public bool IsUnclear { get; private init; }

    /// <summary>Available plans that would be replaced.</summary>
    public IReadOnlyList<KnownPlan> ReplacedPlans { get; private init; } = [];

    /// <summary>Change in MRR; null when the plans are priced in several currencies.</summary>
    public Money? Monthly { get; private init; }

    /// <summary>Change in MRR in the smallest unit of the reporting currency; 0 when it is in another currency.</summary>
    public long AtStake { get; private init; }

    /// <summary>The change of the limit of every feature.</summary>
    public IReadOnlyList<LimitChange> Limits { get; private init; } = [];

    /// <summary>Plans after the approval, ordered by key.</summary>
    public IReadOnlyList<TenantPlanItem> After => PlanReplacement.Of(Held, Plan?.Key ?? RequestedPlan, Replaces, Plan);

    /// <summary>The same request as if it were answered alone.</summary>
    internal UpgradeFacts Alone => this with { IsFirst = true };

    /// <param name="instead">Key of the plan that the tenants get instead of the requested one; null for the requested plan.</param>
    public static async Task<IReadOnlyList<UpgradeFacts>> Load(IReadOnlyList<string> ids, string? instead, UnitOfWork work)
    {
        var rows = await work.List<Row>(
            $"""
            select u.upgrade_id, u.tenant_id, s.revision + {TenantPlanItems.Revision} + (u.state <> 'open')::int as revision, u.state, s.lifecycle, u.plan, u.replaces,
                   {TenantPlanItems.Current} as held, {TenantPlanItems.AfterUndo} as before
              from upgrades.requests u join core.tenant_status s using (tenant_id)
              {TenantPlanItems.LastChangeJoin}
             where u.upgrade_id = any(@ids)
             order by s.tenant_id, u.upgrade_id
             {work.ForUpdate("s, u")}
            """,
            new { ids }
        );
        var plans = await PlanCatalogue.Find(work);
        var terms = await PlanCatalogue.Revision(work);
        var currency = (await ReportingSettings.Of(work)).Currency;
        List<UpgradeFacts> facts = [.. rows.Select(row => Of(row, terms, instead, plans))];
        var change = await MonthlyChange.Read(
            facts.Select(fact => fact.TenantId),
            facts.SelectMany(fact => fact.After).Select(item => item.Plan),
            currency,
            work
        );
        var limits = await LimitForecast.FindChanges(
            [.. facts.Select(fact => (fact.UpgradeId, fact.TenantId, new[] { new TenantPlanItem(fact.Plan?.Key ?? fact.RequestedPlan) }, fact.Replaces))],
            work
        );
        return
        [
            .. facts.Select(fact =>
            {
                var monthly = change.Of(fact.TenantId, fact.Held, fact.After);
                return fact with
                {
                    IsFirst = facts.First(other => other.TenantId == fact.TenantId) == fact,
                    Monthly = monthly,
                    AtStake = monthly?.Currency == currency ? monthly.Amount : 0,
                    Limits = [.. limits[fact.UpgradeId]],
                };
            }),
        ];
    }

    private static UpgradeFacts Of(Row row, long terms, string? instead, IReadOnlyList<KnownPlan> plans)
    {
        var held = Json.Read<IReadOnlyList<TenantPlanItem>>(row.Held);
        var plan = plans.FirstOrDefault(plan => plan.Key == (string.IsNullOrWhiteSpace(instead) ? row.Plan : instead));
        var isOtherSort = plan is not null && plans.FirstOrDefault(one => one.Key == row.Plan) is { } asked && asked.IsAddon != plan.IsAddon;
        string[] main = [.. held.Select(item => item.Plan).Except(plans.Where(one => one.IsAddon).Select(knownPlan => knownPlan.Key), StringComparer.Ordinal)];
        string[] replaces =
            !isOtherSort ? row.Replaces
            : plan!.IsAddon ? []
            : main;
        return new(
            row.UpgradeId,
            row.TenantId,
            row.Revision + terms,
            row.State,
            row.Lifecycle,
            row.Plan,
            replaces,
            held,
            Json.Read<IReadOnlyList<TenantPlanItem>>(row.Before)
        )
        {
            Plan = plan,
            IsUnclear = isOtherSort && replaces.Length > 1,
            ReplacedPlans = [.. plans.Where(one => replaces.Contains(one.Key, StringComparer.Ordinal))],
        };
    }

    private sealed record Row(
        string UpgradeId,
        string TenantId,
        long Revision,
        UpgradeState State,
        TenantLifecycle Lifecycle,
        string Plan,
        string[] Replaces,
        JsonElement Held,
        JsonElement Before
    );
}
