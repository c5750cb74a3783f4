using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Revenue.Reconciliation;

/// <summary>A finding with the facts that operations on it depend on.</summary>
/// <param name="Ours">Value in the console.</param>
/// <param name="Status">Status of the tenant; null if it belongs to none.</param>
/// <param name="SuspendedAt">Since when the tenant is suspended.</param>
/// <param name="SuspendedFor">Cause of the suspension.</param>
/// <param name="LiftedFor">Cause of the suspension that the last fix lifted.</param>
/// <param name="PlanSource">Whose plan applies: application or stripe.</param>
/// <param name="HeldItems">Current plans of the tenant.</param>
/// <param name="TargetItems">Plans that follow from the tenant's subscriptions, with plans that no price is mapped to.</param>
/// <param name="LastAction">What the last fix did; null if there was none.</param>
/// <param name="ItemsBefore">Plans of the tenant after undoing the last change.</param>
/// <param name="PaymentId">Last successful payment of the subscription's customer.</param>
public sealed record FindingFacts(
    string FindingId,
    string TenantId,
    Mode Mode,
    string AccountId,
    FindingType Type,
    string ObjectType,
    string ObjectId,
    string? Ours,
    FindingState State,
    long Revision,
    string? Status,
    DateTimeOffset? SuspendedAt,
    string? SuspendedFor,
    string? LiftedFor,
    string PlanSource,
    JsonElement HeldItems,
    JsonElement TargetItems,
    string? PaymentId,
    long? PaidMinor,
    string? PaidCurrency,
    DateTimeOffset? PaidAt,
    FixAction? LastAction,
    JsonElement ItemsBefore
) : ISubject
{
    private const string Live = "b.ended_at is null and b.status in ('active', 'trialing', 'past_due')";

    public string Id => FindingId;

    public IReadOnlyList<TenantPlanItem> Held => Read(HeldItems);

    public IReadOnlyList<TenantPlanItem> Target => Read(TargetItems);

    public IReadOnlyList<TenantPlanItem> Before => Read(ItemsBefore);

    /// <summary>Amount of the last payment; null if there is none.</summary>
    public Money? Paid => PaidMinor is { } amount && PaidCurrency is { } currency ? new(amount, currency) : null;

    internal Refusal AlreadyResolved => new("already_resolved", $"This finding is already resolved.");

    public static Task<IReadOnlyList<FindingFacts>> Load(IReadOnlyList<string> ids, UnitOfWork work) =>
        work.List<FindingFacts>(
            $"""
            select f.finding_id, f.tenant_id, f.mode, f.account_id, f.type, f.object_type, f.object_id, f.ours, {FindingFilter.StateSql} as state,
                   1 + (f.resolved_at is not null)::int + coalesce(s.revision, 0)
                     + (select count(*) + count(o.closed_by) from reconciliation.ignores o where o.tenant_id = f.tenant_id and o.finding_id = f.finding_id)
                     + (select count(*) + count(o.closed_by) from reconciliation.fixes o where o.tenant_id = f.tenant_id and o.finding_id = f.finding_id)
                     + (select count(*) + count(o.to_at) from core.plan_items o where o.tenant_id = f.tenant_id) as revision,
                   s.status, a.opened_at as suspended_at, a.cause as suspended_for,
                   (select l.cause from access.suspensions l where l.tenant_id = f.tenant_id and l.closed_by = x.opened_by) as lifted_for, {ReconciliationSettings.PlanSource.Sql} as plan_source,
                   coalesce(h.items, '[]') as held_items, coalesce(g.items, '[]') as target_items, p.id as payment_id, p.amount_minor as paid_minor, p.currency as paid_currency, p.created_at as paid_at,
                   x.action as last_action, {TenantPlanItems.AfterUndo} as items_before
              from reconciliation.findings f
              {FindingFilter.IgnoreJoin}
              left join core.tenant_status s on s.tenant_id = f.tenant_id
              {TenantPlanItems.LastChangeJoin}
              left join reconciliation.fixes x on x.tenant_id = f.tenant_id and x.finding_id = f.finding_id and x.closed_by is null
              left join access.suspensions a on a.tenant_id = f.tenant_id and a.closed_by is null
              left join lateral (
                select jsonb_agg({TenantPlanItems.ItemJson} order by i.plan) as items from core.plan_items i where i.tenant_id = f.tenant_id and i.to_at is null) h on true
              left join lateral (
                select jsonb_agg(jsonb_build_object('plan', n.plan, 'quantity', n.quantity) order by n.plan) as items
                  from (select m.plan, max(case when cardinality(b.prices) = 1 then greatest(coalesce(b.quantity, 1), 1) else 1 end)::int as quantity
                          from billing.subscriptions b cross join lateral unnest(b.prices) u(id)
                          join billing.price_plans m on m.tenant_id = 'tnt_platform' and m.account_id = b.account_id and m.price_id = u.id and m.closed_by is null
                         where b.tenant_id = f.tenant_id and {Live}
                         group by m.plan
                        union all
                        select i.plan, i.quantity from core.plan_items i
                         where i.tenant_id = f.tenant_id and i.to_at is null
                           and not exists (select from billing.price_plans m where m.tenant_id = 'tnt_platform' and m.plan = i.plan and m.closed_by is null)) n) g on true
              left join lateral (
                select p.id, p.amount_minor, p.currency, p.created_at
                  from billing.subscriptions b join billing.payments p on p.tenant_id = b.tenant_id and p.account_id = b.account_id and p.customer_id = b.customer_id
                 where b.tenant_id = f.tenant_id and b.account_id = f.account_id and b.id = f.object_id and p.status = 'succeeded'
                 order by p.created_at desc limit 1) p on true
             where f.finding_id = any(@ids) and (f.mode = 'test' or not @isTest)
             order by f.finding_id
             {work.ForUpdate("f")}
            """,
            new { ids, isTest = work.Caller?.Mode is Mode.Test }
        );

    private static IReadOnlyList<TenantPlanItem> Read(JsonElement items) => Json.Read<IReadOnlyList<TenantPlanItem>>(items);
}
