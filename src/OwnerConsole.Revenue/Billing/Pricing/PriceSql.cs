using OwnerConsole.Revenue.Billing.Public;

namespace OwnerConsole.Revenue.Billing.Pricing;

/// <summary>SQL of prices with their plans, proposed plans and MRR.</summary>
internal static class PriceSql
{
    /// <summary>Condition on a price: it recurs, and no person has mapped it to a plan.</summary>
    public const string IsUnmapped = """
        p.interval is not null
           and not exists (select from billing.price_plans o where o.tenant_id = 'tnt_platform' and o.account_id = p.account_id and o.price_id = p.id and o.closed_by is null)
        """;

    /// <summary>Condition on what a price adds to the MRR of a subscription: it is the current amount of a tenant.</summary>
    public static readonly string IsCurrentMrr =
        $"m.mode = @mode and m.tenant_id <> 'tnt_platform' and m.mrr_minor > 0 and {SubscriptionMrrRecords.IsLatest("m")}";

    /// <summary>Prices with the version they are mapped to or that is proposed, and the price of that version that is most similar.</summary>
    /// <remarks>
    /// A plan is proposed if its name or key is the name of the product or the nickname of the price, or if it has the same price. A plan to which both
    /// applies is preferred; more than one candidate is no proposal. The version is part of it if only one of several has this price.
    /// </remarks>
    /// <param name="versions">Prices of plan versions; see <see cref="Kernel.Tenancy.PlanVersionPrices"/>.</param>
    public static string Planned(string versions) =>
        $"""
            (with published as materialized ({versions}),
            versions as materialized (
              select v.*, case v.interval when 'year' then 12 else 1 end as months, n.numbers
                from published v join (select plan, count(distinct number) as numbers from published group by plan) n on n.plan = v.plan),
            prices as materialized (
              select p.*, case p.interval when 'month' then p.intervals when 'year' then 12 * p.intervals end as months from billing.prices p where p.tenant_id = 'tnt_platform'),
            candidates as (
              select p.account_id, p.id, v.plan, bool_or(c.by_name) as by_name, bool_or(c.by_amount) as by_amount,
                     case when count(distinct v.number) filter (where c.by_amount) = 1 and max(v.numbers) > 1 then max(v.number) filter (where c.by_amount) end as version
                from prices p cross join versions v
               cross join lateral (
                 select coalesce(lower(p.product) in (lower(v.name), lower(v.plan)), false) or coalesce(lower(p.nickname) in (lower(v.name), lower(v.plan)), false) as by_name,
                        not p.is_metered and coalesce((p.amount, p.currency, p.months) = (v.amount, v.currency, v.months), false) as by_amount) c
               where v.is_available and (c.by_name or c.by_amount) and {IsUnmapped}
               group by p.account_id, p.id, v.plan),
            proposals as (
              select c.account_id, c.id, c.plan, c.version,
                     case when c.by_name and c.by_amount then 'name_and_amount' when c.by_name then 'name' else 'amount' end as proposed_by
                from (
                  select k.*, count(*) over price as plans, count(*) filter (where k.by_name and k.by_amount) over price as strong
                    from candidates k window price as (partition by k.account_id, k.id)) c
               where case when c.strong > 0 then c.strong = 1 and c.by_name and c.by_amount else c.plans = 1 end)
            select p.*, m.plan, m.version, o.plan as proposed_plan, o.version as proposed_version, o.proposed_by,
                   n.plan_id, n.name as plan_name, n.amount as plan_amount, n.currency as plan_currency, n.interval as plan_interval
              from prices p
              left join billing.price_plans m on m.tenant_id = p.tenant_id and m.account_id = p.account_id and m.price_id = p.id and m.closed_by is null
              left join proposals o on o.account_id = p.account_id and o.id = p.id
              left join lateral (
                select v.* from versions v
                 where v.plan = coalesce(m.plan, o.plan) and v.number = coalesce(m.version, o.version, v.number)
                 order by (v.currency = p.currency) desc, (v.months is not distinct from p.months) desc, (v.amount is not distinct from p.amount) desc, v.is_current desc, v.number desc
                 limit 1) n on true)
            """;

    /// <summary>Adds the current subscriptions of each price with their MRR in its currency, and whether MRR in any currency has no plan.</summary>
    /// <remarks>The sums are calculated once, also while the tables have no statistics yet because everything has just been copied.</remarks>
    /// <inheritdoc cref="Planned" path="/param"/>
    public static string Listed(string versions) =>
        $"""
            (with planned as materialized (select r.* from {Planned(versions)} r),
            used as materialized (
              select s.account_id, i.id, count(*) as subscriptions from billing.subscriptions s cross join lateral unnest(s.prices) i(id)
               where s.mode = @mode and s.ended_at is null
               group by s.account_id, i.id),
            amounts as materialized (
              select m.account_id, m.price_id, m.currency, sum(m.mrr_minor) as mrr_minor from billing.subscription_mrr m
               where {IsCurrentMrr}
               group by m.account_id, m.price_id, m.currency)
            select p.*, coalesce(u.subscriptions, 0) as subscriptions, coalesce(a.mrr_minor, 0) as mrr_minor,
                   p.interval is not null and p.plan is null and exists (select from amounts b where b.account_id = p.account_id and b.price_id = p.id) as is_hiding_mrr
              from planned p
              left join used u on u.account_id = p.account_id and u.id = p.id
              left join amounts a on a.account_id = p.account_id and a.price_id = p.id and a.currency = p.currency)
            """;
}
