using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Plans.Features.Public;
using OwnerConsole.Plans.Grants.Public;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Plans.Plans.Public;

/// <summary>Queries and changes the available plans.</summary>
public static class PlanCatalogue
{
    /// <summary>Name of the option source for fields that take a plan key.</summary>
    public const string Source = "plan";

    private const string RolloutApplies = "(t.opened_at <= h.from_at or t.rollout = 'all' or t.rollout = 'from' and t.rollout_at <= now())";

    /// <summary>Selects the plan version of a subscription row <c>h</c>, by plan key and subscription time: the plan's id, the version's number, and when the next rollout
    /// to all subscribers happens. Returns no row for an unknown plan.</summary>
    /// <remarks>This is the version that was current at the time of subscription, unless a later one was rolled out to all subscribers. Subscriptions older than the plan are on
    /// its first version.</remarks>
    public const string VersionOfHolder = $"""
        select p.plan_id, t.number,
               (select min(e.rollout_at) from plans.versions e where e.plan_id = p.plan_id and e.rollout = 'from' and not e.withdrawn and e.rollout_at > now()) as next_at
          from plans.plans p join plans.versions t on t.plan_id = p.plan_id and not t.withdrawn
         where p.key = h.plan
         order by p.closed_by is null desc, p.opened_at desc, {RolloutApplies} desc, case when {RolloutApplies} then t.opened_at end desc nulls last, t.opened_at
         limit 1
        """;

    /// <summary>Selects the name of the version <c>v</c> and the price recorded for the subscription row <c>h</c>. An undo writes a version again, so the latest row wins.</summary>
    public static readonly string TermsOf = $"""
        select t.name, p.amount, p.currency, p.unit as interval
          from plans.versions t
          left join lateral ({PriceOf("h")}) p on true
         where t.plan_id = v.plan_id and t.number = v.number and not t.withdrawn
         order by t.opened_at desc
         limit 1
        """;

    /// <summary>Selects current subscriptions of trial and active tenants, paid or granted: tenant, plan key, start, units paid for, currency and interval.</summary>
    public const string CurrentHolders = $"""
        select h.tenant_id, h.plan, h.from_at, case when s.lifecycle = 'active' then h.quantity end as pieces, h.currency, h.interval
          from (select i.tenant_id, i.plan, coalesce(i.taken_at, i.from_at) as from_at, i.quantity, i.currency, i.interval from core.plan_items i where i.to_at is null
                union all
                select g.tenant_id, g.plan, g.from_at, null, null, null from ({GrantedPlans.OpenSql}) g) h
          join core.tenant_status s on s.tenant_id = h.tenant_id and s.lifecycle in ('trial', 'active')
        """;

    /// <inheritdoc cref="PlanVersionPrices"/>
    /// <remarks>An undo writes a version again, so its latest row wins. An available plan wins over retired ones with the same key.</remarks>
    internal const string VersionPrices = """
        select p.plan_id, p.key as plan, t.name, t.number, t.closed_by is null as is_current, p.closed_by is null as is_available, e.amount, e.currency, e.interval
          from (select distinct on (k.key) k.plan_id, k.key, k.closed_by from plans.plans k order by k.key, k.closed_by is null desc, k.opened_at desc) p
         cross join lateral (select distinct on (v.number) v.* from plans.versions v where v.plan_id = p.plan_id and not v.withdrawn order by v.number, v.opened_at desc) t
         cross join lateral (
           select t.amount, t.currency, t.interval
           union all
           select (o->'price'->>'amount')::bigint, o->'price'->>'currency', o->>'interval' from jsonb_array_elements(t.other_prices) o) e
        """;

    /// <inheritdoc cref="PlanVersionCondition"/>
    internal static string IsOnVersion(string tenant, string plan, string version) =>
        $"""
            exists (select from ({CurrentHolders}) h cross join lateral ({VersionOfHolder}) v
                     where h.tenant_id = {tenant} and ({plan} is null or h.plan = {plan}) and v.number = {version})
            """;

    /// <summary>Selects the price paid for a subscription row.</summary>
    /// <param name="held">Alias of the row, with its plan, start, currency and interval.</param>
    internal static string PriceOf(string held) =>
        $"""
            select r.amount, r.currency, r.unit
              from core.plan_prices r
             cross join lateral (select {held}.plan, {held}.from_at, null::timestamptz as taken_at, {held}.currency, {held}.interval) i
             where {PlanPrices.IsPaidPrice("i", "now()")}
             order by r.from_at desc
             limit 1
            """;

    /// <returns>The available plans by monthly price, highest first, so the first is the top plan.</returns>
    public static Task<IReadOnlyList<KnownPlan>> Find(UnitOfWork work) =>
        work.List<KnownPlan>(
            """
            select p.plan_id, p.key, t.name, t.amount, t.currency, t.interval, t.other_prices as others, t.trial_days, t.number, p.is_addon,
                   (select count(*) + count(e.closed_by) from plans.versions e where e.plan_id = p.plan_id) as revision
              from plans.plans p join plans.versions t on t.plan_id = p.plan_id and t.closed_by is null
             where p.closed_by is null
             order by t.amount / case t.interval when 'year' then 12 else 1 end desc, p.key
             limit 500
            """
        );

    /// <returns>The prices of each tenant's plans in the version the tenant is on, first price first, by tenant and plan key.</returns>
    public static async Task<IReadOnlyDictionary<string, IReadOnlyDictionary<string, IReadOnlyList<PlanPrice>>>> FindHolderPrices(
        IReadOnlyList<string> tenants,
        UnitOfWork work
    )
    {
        var held = (
            await work.List<VersionRow>(
                $"""
                select h.tenant_id, h.plan, t.amount, t.currency, t.interval, t.other_prices
                  from (select i.tenant_id, i.plan, coalesce(i.taken_at, i.from_at) as from_at from core.plan_items i where i.tenant_id = any(@tenants) and i.to_at is null) h
                 cross join lateral ({VersionOfHolder}) v
                 cross join lateral (
                   select e.amount, e.currency, e.interval, e.other_prices from plans.versions e
                    where e.plan_id = v.plan_id and e.number = v.number and not e.withdrawn order by e.opened_at desc limit 1) t
                """,
                new { tenants }
            )
        ).ToLookup(versionRow => versionRow.TenantId, StringComparer.Ordinal);
        return tenants.ToDictionary(
            tenant => tenant,
            tenant =>
                (IReadOnlyDictionary<string, IReadOnlyList<PlanPrice>>)
                    held[tenant].ToDictionary(versionRow => versionRow.Plan, versionRow => versionRow.Prices, StringComparer.Ordinal),
            StringComparer.Ordinal
        );
    }

    /// <returns>The available plans that set a limit for the feature, top plan first.</returns>
    public static async Task<IReadOnlyList<(string Key, string Name, bool IsAddon, string Allows)>> FindGranting(string feature, UnitOfWork work)
    {
        var grants = (await PlanGrant.Find(work, feature)).ToDictionary(grant => grant.PlanId, grant => grant.Allows, StringComparer.Ordinal);
        return [.. (await Find(work)).Where(plan => grants.ContainsKey(plan.PlanId)).Select(plan => (plan.Key, plan.Name, plan.IsAddon, grants[plan.PlanId]))];
    }

    /// <returns>The limits of the available plans, by plan id and feature key.</returns>
    public static async Task<IReadOnlyDictionary<(string PlanId, string Feature), string>> FindGrants(UnitOfWork work) =>
        (await PlanGrant.Find(work)).ToDictionary(grant => (grant.PlanId, grant.Feature), grant => grant.Allows);

    /// <returns>The available plan with this key and the limits of its current version; null when there is none.</returns>
    public static async Task<(KnownPlan Plan, IReadOnlyList<FeatureLimit> Limits)?> FindCurrent(string key, UnitOfWork work) =>
        (await Find(work)).FirstOrDefault(plan => plan.Key == key) is { } plan ? (plan, (await PlanFacts.Load([plan.PlanId], work))[0].Limits) : null;

    /// <returns>Plan names by key, including retired plans that still have subscribers.</returns>
    public static async Task<IReadOnlyDictionary<string, string>> FindNames(UnitOfWork work) =>
        (
            await work.List<NameRow>(
                """
                select distinct on (p.key) p.key, t.name
                  from plans.plans p join plans.versions t on t.plan_id = p.plan_id
                 order by p.key, p.closed_by is null desc, t.opened_at desc
                 limit 500
                """
            )
        ).ToDictionary(plan => plan.Key, plan => plan.Name, StringComparer.Ordinal);

    /// <summary>Adds a plan as part of the current run.</summary>
    /// <param name="planId">Id of the new plan.</param>
    /// <param name="key">Key of the plan; no other available plan has it.</param>
    /// <param name="prices">At least one price; the first applies when no interval and currency are reported.</param>
    /// <param name="trialDays">Length of the trial; 0 for no trial.</param>
    /// <param name="isAddon">Whether the plan is sold on top of another plan.</param>
    /// <param name="limits">Limits of the first version, in the format of each feature.</param>
    public static async Task Add(
        string planId,
        string key,
        string name,
        IReadOnlyList<PlanPrice> prices,
        int trialDays,
        bool isAddon,
        UnitOfWork work,
        params IReadOnlyList<FeatureLimit> limits
    )
    {
        await work.Execute(
            "insert into plans.plans (plan_id, key, is_addon, opened_by, opened_at) values (@planId, @key, @isAddon, @run, clock_timestamp())",
            new
            {
                planId,
                key,
                isAddon,
                run = work.RunId,
            }
        );
        await PlanVersionWriter.Open(planId, new(name, prices[0].Price, prices[0].Interval, trialDays, [.. prices.Skip(1)]), number: 1, work);
        if (limits.Count > 0)
            await PlanVersionWriter.Grant(planId, number: 1, limits, work);
    }

    /// <summary>Retires the plans that a run added, unless they have changed since.</summary>
    /// <returns>The number of retired plans.</returns>
    public static async Task<int> Revert(string undoneRun, UnitOfWork work)
    {
        var closed = await work.Execute(
            """
            with closed as (
              update plans.versions t
                 set closed_by = @run, closed_at = clock_timestamp()
               where t.opened_by = @undoneRun and t.closed_by is null
                 and exists (select 1 from plans.plans p where p.plan_id = t.plan_id and p.opened_by = @undoneRun and p.closed_by is null)
              returning t.plan_id)
            update plans.plans p set closed_by = @run, closed_at = clock_timestamp() from closed where p.plan_id = closed.plan_id
            """,
            new { run = work.RunId, undoneRun }
        );
        if (closed == 0)
            return 0;
        await work.Execute(
            """
            update plans.limits l set closed_by = @run
             where l.opened_by = @undoneRun and exists (select 1 from plans.plans p where p.plan_id = l.plan_id and p.closed_by = @run)
            """,
            new { run = work.RunId, undoneRun }
        );
        await work.WithdrawPrices(undoneRun);
        return closed;
    }

    /// <returns>A number that grows with every change of any plan, for operations that depend on all plans.</returns>
    public static Task<long> Revision(UnitOfWork work) =>
        work.One<long>("select (select count(*) + count(t.closed_by) from plans.versions t) + (select count(*) + count(p.closed_by) from plans.plans p)");

    private sealed record VersionRow(string TenantId, string Plan, long Amount, string Currency, PlanInterval Interval, JsonElement OtherPrices)
    {
        public IReadOnlyList<PlanPrice> Prices => [new(new(Amount, Currency), Interval), .. Json.Read<IReadOnlyList<PlanPrice>>(OtherPrices, "other_prices")];
    }

    private sealed record NameRow(string Key, string Name);
}
