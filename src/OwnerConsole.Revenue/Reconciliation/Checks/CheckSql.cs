using OwnerConsole.Data;
using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Revenue.Reconciliation.Checks;

/// <summary>SQL that compares billing records with tenants. All checks are one statement, so that they see the same moment.</summary>
/// <remarks>
/// Customers with an event or a copy that is not processed yet are left out, and accounts that are being copied for the first time: what they have may be
/// about to change.
/// </remarks>
internal static class CheckSql
{
    /// <summary>Conditions that are replaced, so that a check of some tenants uses the indexes by tenant.</summary>
    private const string InScope = "[x in scope]",
        TenantInScope = "[t in scope]",
        IsOfAll = "[all]";

    private const string IsSettled = """
        x.account_id <> 'manual'
          and not exists (select from busy b where b.account_id = x.account_id and b.customer = x.customer_id)
          and not exists (select from copying c where c.account_id = x.account_id and c.mode = x.mode)
        """;

    /// <summary>Current amount of a plan per month, in minor units.</summary>
    private const string Monthly =
        "round(r.amount * i.quantity / (r.units * case r.unit when 'year' then 12.0 when 'month' then 1.0 when 'week' then 12.0 / 52 else 12.0 / 365 end))";

    private static readonly string s_common = $"""
        with busy as materialized (
          select e.account_id, coalesce(e.body::jsonb->'data'->'object'->>'customer', case e.object_type when 'customer' then e.object_id end) as customer
            from stripe.events e where e.tenant_id = 'tnt_platform' and e.state = 'pending'
          union
          select o.account_id, o.customer from stripe.objects o where o.tenant_id = 'tnt_platform' and not o.is_projected),
        copying as materialized (
          select distinct b.account_id, b.mode from stripe.backfills b where b.tenant_id = 'tnt_platform' and b.completed_at is null),
        live as materialized (
          select x.*, m.plans, m.is_mapped
            from billing.subscriptions x
            cross join lateral (
              select array_agg(distinct p.plan order by p.plan) filter (where p.plan is not null) as plans, bool_and(p.plan is not null) as is_mapped
                from unnest(x.prices) u(id)
                left join billing.price_plans p on p.tenant_id = 'tnt_platform' and p.account_id = x.account_id and p.price_id = u.id and p.closed_by is null) m
           where x.ended_at is null and x.status in ('active', 'trialing', 'past_due') and {InScope} and {IsSettled}),
        items as materialized (
          select x.tenant_id, array_agg(x.plan order by x.plan) as plans from core.plan_items x where x.to_at is null and {InScope} group by x.tenant_id),
        tenants as materialized (
          select t.tenant_id, t.mode, t.access, t.contact_email, s.lifecycle, i.plans,
                 case when s.lifecycle in ('cancelled', 'anonymised') then s.lifecycle
                      when s.suspensions > 0 then 'suspended'
                      when t.access in ('none', 'read_only') then t.access
                      when t.access = 'full' then null
                      when s.lifecycle = 'trial' and {TrialEnds.CurrentEnd} < now() then 'trial_ended'
                      when i.plans is null and exists (select from core.plan_items a where a.tenant_id = t.tenant_id) then 'no_plan' end as gap
            from core.tenants t join core.tenant_status s using (tenant_id) left join items i using (tenant_id)
           where {TenantInScope}),
        held as materialized (
          select l.tenant_id, p.plan, count(*) as subscriptions from live l cross join lateral unnest(l.plans) p(plan)
           where l.tenant_id <> 'tnt_platform' group by l.tenant_id, p.plan)
        """;

    private static readonly string[] s_checks =
    [
        Check(
            FindingType.ChargedWithoutAccess,
            "subscription",
            "l.tenant_id, l.mode, l.account_id, l.id, 'access', t.gap, l.status, t.access, round(l.mrr_minor), l.currency",
            """
            from live l join tenants t using (tenant_id)
             where l.status = 'active' and l.mrr_minor > 0 and not l.is_paused and t.gap is not null and not (t.gap = 'cancelled' and l.cancel_at is not null)
            """
        ),
        Check(
            FindingType.AccessWithoutCharge,
            "tenant",
            "t.tenant_id, t.mode, c.account_id, t.tenant_id, 'subscription', array_to_string(t.plans, ', '), null, t.access, a.amount, a.currency",
            $"""
            from tenants t
             cross join lateral (
               select min(x.account_id) as account_id from billing.customers x
                where x.tenant_id = t.tenant_id and x.mode = t.mode and x.account_id <> 'manual') c
             cross join lateral (
               select sum({Monthly}) as amount, min(r.currency) as currency
                 from core.plan_items i
                cross join lateral (
                  select r.amount, r.currency, r.unit, r.units from core.plan_prices r where {PlanPrices.IsPaidPrice(
                "i",
                "now()"
            )} order by r.from_at desc limit 1) r
                where i.tenant_id = t.tenant_id and i.to_at is null) a
             where t.gap is null and t.lifecycle = 'active' and c.account_id is not null and a.amount > 0
               and not exists (select from copying y where y.account_id = c.account_id and y.mode = t.mode)
               and not exists (select from billing.subscriptions s where s.tenant_id = t.tenant_id and s.ended_at is null and s.status in ('active', 'trialing', 'past_due'))
               and not exists (select from billing.customers x join busy b on b.account_id = x.account_id and b.customer = x.id where x.tenant_id = t.tenant_id)
            """
        ),
        Check(
            FindingType.WrongPlan,
            "subscription",
            "l.tenant_id, l.mode, l.account_id, l.id, 'plan', array_to_string(t.plans, ', '), array_to_string(l.plans, ', '), null, round(l.mrr_minor), l.currency",
            """
            from live l join tenants t using (tenant_id)
             where l.is_mapped and t.gap is null and t.plans is not null and not t.plans @> l.plans
            """
        ),
        Check(
            FindingType.WrongSeats,
            "subscription",
            "l.tenant_id, l.mode, l.account_id, l.id, 'quantity', i.quantity::text, l.quantity::text, null, round(l.mrr_minor / greatest(l.quantity, 1) * abs(l.quantity - i.quantity)), l.currency",
            """
            from live l join tenants t using (tenant_id)
             join core.plan_items i on i.tenant_id = l.tenant_id and i.plan = l.plans[1] and i.to_at is null
             where l.is_mapped and cardinality(l.prices) = 1 and t.gap is null and l.quantity is not null and l.quantity <> i.quantity
               and not exists (select from held h where h.tenant_id = l.tenant_id and h.plan = l.plans[1] and h.subscriptions > 1)
            """
        ),
        Check(
            FindingType.DuplicateSubscription,
            "subscription",
            "l.tenant_id, l.mode, l.account_id, l.id, 'customer', null, min(l.first_id), null, round(l.mrr_minor), l.currency",
            """
            from (select l.*, first_value(l.id) over (partition by l.account_id, l.customer_id, k.sold order by l.created_at, l.id) as first_id
                    from live l
                   cross join lateral (select 'price ' || p from unnest(l.prices) p union all select 'plan ' || p from unnest(l.plans) p) k(sold)) l
             where l.first_id <> l.id
             group by l.tenant_id, l.mode, l.account_id, l.id, l.mrr_minor, l.currency
            """
        ),
        Check(
            FindingType.OrphanCustomer,
            "customer",
            "l.tenant_id, l.mode, l.account_id, l.customer_id, 'tenant', null, min(l.id), null, round(sum(l.mrr_minor)), min(l.currency)",
            "from live l where l.tenant_id = 'tnt_platform' group by l.tenant_id, l.mode, l.account_id, l.customer_id"
        ),
        Check(
            FindingType.UnmappedPrice,
            "price",
            "'tnt_platform', l.mode, l.account_id, p.id, 'plan', null, p.id, null, round(sum(l.mrr_minor)), min(l.currency)",
            $"""
            from live l cross join lateral unnest(l.prices) u(id)
             join billing.prices p on p.tenant_id = 'tnt_platform' and p.account_id = l.account_id and p.id = u.id and p.interval is not null
             where {IsOfAll}
               and not exists (select from billing.price_plans m where m.tenant_id = 'tnt_platform' and m.account_id = p.account_id and m.price_id = p.id and m.closed_by is null)
             group by l.mode, l.account_id, p.id
            """
        ),
        Check(
            FindingType.Currency,
            "subscription",
            "l.tenant_id, l.mode, l.account_id, l.id, 'currency', i.currency, l.currency, null, round(l.mrr_minor), l.currency",
            """
            from live l join core.plan_items i on i.tenant_id = l.tenant_id and i.plan = l.plans[1] and i.to_at is null
             where l.is_mapped and cardinality(l.prices) = 1 and i.currency <> l.currency
            """
        ),
        Check(
            FindingType.Email,
            "customer",
            "x.tenant_id, x.mode, x.account_id, x.id, 'email', null, null, null, 0, null",
            """
            from tenants t join billing.customers x using (tenant_id)
             where x.deleted_at is null and lower(x.email) <> lower(t.contact_email)
               and exists (select from live l where l.account_id = x.account_id and l.customer_id = x.id)
            """
        ),
        Check(
            FindingType.OldDraft,
            "invoice",
            "x.tenant_id, x.mode, x.account_id, x.id, 'status', null, x.status, null, x.total_minor, x.currency",
            $"""
            from billing.invoices x
             where x.status = 'draft' and x.created_at < now() - interval '72 hours' and {InScope} and {IsSettled}
               and not exists (select from billing.subscriptions s where s.account_id = x.account_id and s.id = x.subscription_id and s.is_paused)
            """
        ),
        Check(
            FindingType.OverdueInvoice,
            "invoice",
            "x.tenant_id, x.mode, x.account_id, x.id, 'due_at', null, to_char(x.due_at at time zone 'UTC', 'YYYY-MM-DD'), null, x.remaining_minor, x.currency",
            $"from billing.invoices x where x.status = 'open' and x.due_at < now() and {InScope} and {IsSettled}"
        ),
        Check(
            FindingType.RefundSum,
            "charge",
            "x.tenant_id, x.mode, x.account_id, x.id, 'refunded', r.most::text, x.refunded_minor::text, null, abs(x.refunded_minor - r.most), x.currency",
            $"""
            from (
               select x.account_id, x.id from billing.payments x where x.refunded_minor > 0 and {InScope}
               union select x.account_id, x.payment_id from billing.refunds x where x.payment_id is not null and {InScope}) n
             join billing.payments x on x.account_id = n.account_id and x.id = n.id
             cross join lateral (
               select coalesce(sum(r.amount_minor) filter (where r.status = 'succeeded'), 0) as least, coalesce(sum(r.amount_minor) filter (where r.status not in ('failed', 'canceled')), 0) as most
                 from billing.refunds r where r.payment_id = x.id and r.account_id = x.account_id) r
             where x.refunded_minor not between r.least and r.most and {InScope} and {IsSettled}
            """
        ),
        Check(
            FindingType.RefundFailed,
            "refund",
            "x.tenant_id, x.mode, x.account_id, x.id, 'status', null, x.status, null, x.amount_minor, x.currency",
            $"from billing.refunds x where x.status = 'failed' and x.created_at > now() - interval '90 days' and {InScope} and {IsSettled}"
        ),
        Check(
            FindingType.OpenDispute,
            "dispute",
            "x.tenant_id, x.mode, x.account_id, x.id, 'status', null, x.status, null, x.amount_minor, x.currency",
            $"from billing.disputes x where (x.needs_response or x.status = 'under_review') and x.amount_minor > 0 and {InScope} and {IsSettled}"
        ),
    ];

    /// <summary>Open findings about what the checks leave out, so that they neither end nor become new ones. They come last, after what the checks have found.</summary>
    private static readonly string s_kept = $"""
        select x.tenant_id, x.mode, x.account_id, x.type, x.object_type, x.object_id, x.field, x.ours, x.theirs, x.reported, x.amount_minor, x.currency
          from reconciliation.findings x
         where x.resolved_at is null and x.type not in ({FindingText.ComparisonTypes}) and {InScope}
           and (exists (select from copying c where c.account_id = x.account_id and c.mode = x.mode)
             or exists (select from busy b where (b.account_id, b.customer) in (
               select x.account_id, x.object_id where x.object_type = 'customer'
               union all select c.account_id, c.id from billing.customers c where x.object_type = 'tenant' and c.tenant_id = x.tenant_id
               union all select c.account_id, c.customer_id from billing.subscriptions c where x.object_type = 'subscription' and c.account_id = x.account_id and c.id = x.object_id
               union all select c.account_id, c.customer_id from billing.subscriptions c
                          where x.object_type = 'price' and c.account_id = x.account_id and c.prices @> array[x.object_id] and c.ended_at is null
               union all select c.account_id, c.customer_id from billing.invoices c where x.object_type = 'invoice' and c.account_id = x.account_id and c.id = x.object_id
               union all select c.account_id, c.customer_id from billing.payments c where x.object_type = 'charge' and c.account_id = x.account_id and c.id = x.object_id
               union all select c.account_id, c.customer_id from billing.refunds c where x.object_type = 'refund' and c.account_id = x.account_id and c.id = x.object_id
               union all select c.account_id, c.customer_id from billing.disputes c where x.object_type = 'dispute' and c.account_id = x.account_id and c.id = x.object_id)))
        """;

    private static readonly string s_all = $"{s_common} {string.Join(" union all ", s_checks.Append(s_kept))}";

    /// <summary>All differences, and open findings that nothing is known about now, as rows of <see cref="FoundDifference"/>.</summary>
    public static readonly string All = Scope("true", "true", "true");

    /// <summary>Differences of the tenants <c>@tenants</c>.</summary>
    public static readonly string OfTenants = Scope("x.tenant_id = any(@tenants)", "t.tenant_id = any(@tenants)", "false");

    private static string Scope(string rows, string tenants, string all) =>
        s_all
            .Replace(InScope, rows, StringComparison.Ordinal)
            .Replace(TenantInScope, tenants, StringComparison.Ordinal)
            .Replace(IsOfAll, all, StringComparison.Ordinal);

    private static string Check(FindingType type, string objectType, string values, string from) =>
        $"""
            select v.tenant_id, v.mode, v.account_id, '{type.ToText()}' as type, '{objectType}' as object_type, v.object_id, v.field, v.ours, v.theirs, v.reported,
                   v.amount::bigint as amount_minor, v.currency
              from (select {values} {from}) v(tenant_id, mode, account_id, object_id, field, ours, theirs, reported, amount, currency)
            """;
}
