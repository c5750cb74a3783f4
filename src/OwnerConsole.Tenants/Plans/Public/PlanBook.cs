using System.Text.Json;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Pure.Amounts;
using OwnerConsole.Tenants.Features.Public;
using OwnerConsole.Tenants.Grants.Public;

namespace OwnerConsole.Tenants.Plans.Public;

/// <summary>The plans that can be chosen today.</summary>
public static class PlanBook
{
    /// <summary>What a field that takes a plan's key is chosen among.</summary>
    public const string Source = "plan";

    private const string Applies = "(t.opened_at <= h.from_at or t.holders = 'all' or t.holders = 'from' and t.holders_at <= now())";

    /// <summary>Which version of its plan a row <c>h</c> of what is held is of, by the plan's key and the time it was taken: the plan's id, the version's number, and when everybody gets another;
    /// none for a plan that isn't ours.</summary>
    /// <remarks>That of the day it was taken, unless a later one was given to everybody. What was taken before the plan was known here is of its first version.</remarks>
    public const string VersionHeld = $"""
        select p.plan_id, t.number,
               (select min(e.holders_at) from plans.terms e where e.plan_id = p.plan_id and e.holders = 'from' and not e.withdrawn and e.holders_at > now()) as next_at
          from plans.plans p join plans.terms t on t.plan_id = p.plan_id and not t.withdrawn
         where p.key = h.plan
         order by p.closed_by is null desc, p.opened_at desc, {Applies} desc, case when {Applies} then t.opened_at end desc nulls last, t.opened_at
         limit 1
        """;

    /// <summary>What the version of a row <c>v</c> is called; an undo has written the same version anew. And what is paid for the row <c>h</c> of what is held, as whoever counts money knows it.</summary>
    public static readonly string TermsOf = $"""
        select t.name, p.amount, p.currency, p.unit as interval
          from plans.terms t
          left join lateral ({PriceOf("h")}) p on true
         where t.plan_id = v.plan_id and t.number = v.number and not t.withdrawn
         order by t.opened_at desc
         limit 1
        """;

    /// <summary>Rows of who holds which plan now, paid or granted, those left out who are gone: tenant, the plan's key, since when, how many are paid for, and by which of its prices.</summary>
    public const string HeldNow = $"""
        select h.tenant_id, h.plan, h.from_at, case when s.lifecycle = 'active' then h.quantity end as pieces, h.currency, h.interval
          from (select i.tenant_id, i.plan, coalesce(i.taken_at, i.from_at) as from_at, i.quantity, i.currency, i.interval from core.plan_items i where i.to_at is null
                union all
                select g.tenant_id, g.plan, g.from_at, null, null, null from ({GrantedPlans.Sql}) g) h
          join core.tenant_status s on s.tenant_id = h.tenant_id and s.lifecycle in ('trial', 'active')
        """;

    /// <summary>What is paid for a row of what is held: its plan, since when, and by which of the plan's prices.</summary>
    /// <param name="held">the row</param>
    internal static string PriceOf(string held) =>
        $"""
            select r.amount, r.currency, r.unit
              from core.plan_prices r
             cross join lateral (select {held}.plan, {held}.from_at, null::timestamptz as taken_at, {held}.currency, {held}.interval) i
             where {PlanPrices.Paid("i", "now()")}
             order by r.from_at desc
             limit 1
            """;

    /// <returns>the highest price by the month first, so that the first is the top plan</returns>
    public static Task<IReadOnlyList<KnownPlan>> Find(Work work) =>
        work.List<KnownPlan>(
            """
            select p.plan_id, p.key, t.name, t.amount, t.currency, t.interval, t.other_prices as others, t.trial_days, t.number, p.is_addon,
                   (select count(*) + count(e.closed_by) from plans.terms e where e.plan_id = p.plan_id) as revision
              from plans.plans p join plans.terms t on t.plan_id = p.plan_id and t.closed_by is null
             where p.closed_by is null
             order by t.amount / case t.interval when 'year' then 12 else 1 end desc, p.key
             limit 500
            """
        );

    /// <returns>what each plan that these tenants hold costs in the version that they hold, the first price first, by tenant and by the plan's key</returns>
    public static async Task<IReadOnlyDictionary<string, IReadOnlyDictionary<string, IReadOnlyList<PlanPrice>>>> HeldPrices(
        IReadOnlyList<string> tenants,
        Work work
    )
    {
        var held = (
            await work.List<HeldVersion>(
                $"""
                select h.tenant_id, h.plan, t.amount, t.currency, t.interval, t.other_prices
                  from (select i.tenant_id, i.plan, coalesce(i.taken_at, i.from_at) as from_at from core.plan_items i where i.tenant_id = any(@tenants) and i.to_at is null) h
                 cross join lateral ({VersionHeld}) v
                 cross join lateral (
                   select e.amount, e.currency, e.interval, e.other_prices from plans.terms e
                    where e.plan_id = v.plan_id and e.number = v.number and not e.withdrawn order by e.opened_at desc limit 1) t
                """,
                new { tenants }
            )
        ).ToLookup(one => one.TenantId, StringComparer.Ordinal);
        return tenants.ToDictionary(
            tenant => tenant,
            tenant =>
                (IReadOnlyDictionary<string, IReadOnlyList<PlanPrice>>)held[tenant].ToDictionary(one => one.Plan, one => one.Prices, StringComparer.Ordinal),
            StringComparer.Ordinal
        );
    }

    /// <returns>the plans that can be chosen today and say anything of a feature, the top plan first</returns>
    public static async Task<IReadOnlyList<(string Key, string Name, bool IsAddon, string Allows)>> Granting(string feature, Work work)
    {
        var grants = (await PlanGrant.Find(work, feature)).ToDictionary(grant => grant.PlanId, grant => grant.Allows, StringComparer.Ordinal);
        return [.. (await Find(work)).Where(plan => grants.ContainsKey(plan.PlanId)).Select(plan => (plan.Key, plan.Name, plan.IsAddon, grants[plan.PlanId]))];
    }

    /// <returns>what the plans that can be chosen today grant, by the plan's id and the feature's key</returns>
    public static async Task<IReadOnlyDictionary<(string PlanId, string Feature), string>> Grants(Work work) =>
        (await PlanGrant.Find(work)).ToDictionary(grant => (grant.PlanId, grant.Feature), grant => grant.Allows);

    /// <returns>a plan that can be chosen today, by its key, with all that the version grants which is sold; null when there is none</returns>
    public static async Task<(KnownPlan Plan, IReadOnlyList<FeatureLimit> Limits)?> Sold(string key, Work work) =>
        (await Find(work)).FirstOrDefault(plan => plan.Key == key) is { } plan ? (plan, (await PlanFacts.Load([plan.PlanId], work))[0].Limits) : null;

    /// <returns>what plans are called, by their keys; also of one that is retired and still held</returns>
    public static async Task<IReadOnlyDictionary<string, string>> Names(Work work) =>
        (
            await work.List<Named>(
                """
                select distinct on (p.key) p.key, t.name
                  from plans.plans p join plans.terms t on t.plan_id = p.plan_id
                 order by p.key, p.closed_by is null desc, t.opened_at desc
                 limit 500
                """
            )
        ).ToDictionary(plan => plan.Key, plan => plan.Name, StringComparer.Ordinal);

    /// <param name="keys">as they are reported; one that is no plan of ours stands as it is</param>
    /// <returns>a dash where there are none</returns>
    public static string Said(this IReadOnlyDictionary<string, string> names, IReadOnlyCollection<string> keys) =>
        keys.Count == 0 ? "–" : string.Join(", ", keys.Select(key => names.GetValueOrDefault(key, key)).Order(StringComparer.Ordinal));

    /// <summary>Puts a new plan among them, by the run that is carried out.</summary>
    /// <param name="planId">of the plan to be; no other has its key</param>
    /// <param name="prices">one at least; the first is paid where nothing else is said</param>
    /// <param name="limits">what its first version grants, as each feature reads it</param>
    public static async Task Add(
        string planId,
        string key,
        string name,
        IReadOnlyList<PlanPrice> prices,
        int trialDays,
        bool isAddon,
        Work work,
        params IReadOnlyList<FeatureLimit> limits
    )
    {
        await work.Do(
            "insert into plans.plans (plan_id, key, is_addon, opened_by, opened_at) values (@planId, @key, @isAddon, @run, clock_timestamp())",
            new
            {
                planId,
                key,
                isAddon,
                run = work.RunId,
            }
        );
        await Terms.Open(planId, new(name, prices[0].Price, prices[0].Interval, trialDays, [.. prices.Skip(1)]), number: 1, work);
        if (limits.Count > 0)
            await Terms.Grant(planId, number: 1, limits, work);
    }

    /// <summary>Retires those that a run has added and nobody has changed since.</summary>
    /// <returns>how many</returns>
    public static async Task<int> TakeBack(string undoneRun, Work work)
    {
        var closed = await work.Do(
            """
            with closed as (
              update plans.terms t
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
        await work.Do(
            """
            update plans.limits l set closed_by = @run
             where l.opened_by = @undoneRun and exists (select 1 from plans.plans p where p.plan_id = l.plan_id and p.closed_by = @run)
            """,
            new { run = work.RunId, undoneRun }
        );
        await work.WithdrawPrices(undoneRun);
        return closed;
    }

    /// <returns>grows with every change of any plan, for what is decided by all of them</returns>
    public static Task<long> Revision(Work work) =>
        work.One<long>("select (select count(*) + count(t.closed_by) from plans.terms t) + (select count(*) + count(p.closed_by) from plans.plans p)");

    private sealed record HeldVersion(string TenantId, string Plan, long Amount, string Currency, PlanInterval Interval, JsonElement OtherPrices)
    {
        public IReadOnlyList<PlanPrice> Prices => [new(new(Amount, Currency), Interval), .. Json.Read<IReadOnlyList<PlanPrice>>(OtherPrices, "other_prices")];
    }

    private sealed record Named(string Key, string Name);
}
