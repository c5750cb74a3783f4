using OwnerConsole.Data;
using OwnerConsole.Plans.Entitlements.Reservations;

namespace OwnerConsole.Plans.Entitlements.Credits;

/// <summary>Usage that can be refunded: of one claim, or everything paid from credits in one period.</summary>
/// <param name="PeriodStart">Start of the period; with the feature it identifies the usage row.</param>
/// <param name="ClaimKey">Key of the claim; null if it isn't a claim.</param>
/// <param name="ReservationId">Reservation that was committed; null if the amount was used at once.</param>
/// <param name="Counted">Maximum that can be refunded.</param>
/// <param name="Refunded">Amount that was already refunded; null if none.</param>
/// <param name="IsCounted">False for a reservation that is open or was never committed.</param>
internal sealed record RefundableUsage(
    string TenantId,
    string Feature,
    DateTimeOffset PeriodStart,
    string? ClaimKey,
    string? ReservationId,
    decimal Counted,
    decimal? Refunded,
    bool IsCounted
)
{
    /// <param name="key">Key of the claim, as sent by the caller.</param>
    /// <param name="caller">Caller that sent the key; null for any caller, latest claim first.</param>
    /// <returns>Null if nothing was counted under the key in the last 32 days.</returns>
    public static Task<RefundableUsage?> FindClaim(string tenantId, string key, string? caller, UnitOfWork work) =>
        work.One<RefundableUsage>(
            """
            select c.tenant_id, c.feature, c.period_start, c.claim_key, c.reservation_id,
                   case when c.reservation_id is null then c.amount else coalesce(r.actual, 0) end as counted, c.refunded,
                   c.reservation_id is null or coalesce(r.state = 'committed', false) as is_counted
              from entitlements.claims c
              left join entitlements.reservations r on r.tenant_id = c.tenant_id and r.reservation_id = c.reservation_id
             where c.tenant_id = @tenantId
               and case when @caller::text is null then substr(c.claim_key, position(':' in c.claim_key) + 1) = @key else c.claim_key = @caller || ':' || @key end
             order by c.at desc
             limit 1
            """,
            new
            {
                tenantId,
                key,
                caller,
            }
        );

    /// <returns>Usage paid from credits in the current period; null if there is none.</returns>
    public static Task<RefundableUsage?> FindCurrentPeriod(string tenantId, string feature, UnitOfWork work) =>
        work.One<RefundableUsage>(
            $"""
            select u.tenant_id, u.feature, u.period_start, null::text as claim_key, null::text as reservation_id, u.burnt as counted, null::numeric as refunded, true as is_counted
              from entitlements.usage u
             where u.tenant_id = @tenantId and u.feature = @feature and {FeatureUsage.CurrentPeriod} and u.burnt > 0
             order by u.period_start desc
             limit 1
            """,
            new { tenantId, feature }
        );

    /// <summary>Refunds an amount, latest spending first: to the grants that paid for it, and the rest to the plan. Refunds to expired grants
    /// expire immediately. The caller has locked the row.</summary>
    /// <param name="runId">Run that refunds; null for the application.</param>
    /// <returns>The amount refunded to credits, including expired ones.</returns>
    public async Task<decimal> Refund(decimal amount, string? runId, UnitOfWork work) =>
        await work.One<decimal>(
            $"""
            with paid as (
              select m.movement, m.credit_id, m.claim_key, m.reservation_id,
                     m.amount - coalesce((select sum(b.amount) from entitlements.credit_movements b where b.tenant_id = m.tenant_id and b.refund_of = m.movement), 0) as rest
                from entitlements.credit_movements m
               where m.tenant_id = @TenantId and m.feature = @Feature and m.period_start = @PeriodStart and m.kind = 'spent'
                 and case when @ReservationId::text is not null then m.reservation_id = @ReservationId when @ClaimKey::text is not null then m.claim_key = @ClaimKey else true end),
            lined as (select p.*, sum(p.rest) over (order by p.movement desc) as ends from paid p where p.rest > 0),
            back as (select l.*, least(l.ends, @amount) - (l.ends - l.rest) as amount from lined l where l.ends - l.rest < @amount),
            taken as (
              select c.credit_id, c.closed_as from entitlements.credits c
               where c.tenant_id = @TenantId and c.credit_id in (select b.credit_id from back b)
               order by {RemainingCredit.Order}
                 for no key update of c),
            given as (
              update entitlements.credits c set spent = c.spent - b.amount
                from taken t join (select credit_id, sum(amount) as amount from back group by 1) b using (credit_id)
               where c.tenant_id = @TenantId and c.credit_id = t.credit_id),
            noted as (
              insert into entitlements.credit_movements (tenant_id, credit_id, feature, kind, amount, period_start, claim_key, reservation_id, refund_of, run_id)
              select @TenantId, n.credit_id, @Feature, n.kind, n.amount, @PeriodStart, n.claim_key, n.reservation_id, n.refund_of, @runId
                from (select b.credit_id, 'refunded' as kind, b.amount, b.claim_key, b.reservation_id, b.movement as refund_of, b.movement, 0 as place from back b
                      union all
                      select b.credit_id, t.closed_as, b.amount, null, null, null, b.movement, 1 from back b join taken t using (credit_id) where t.closed_as is not null) n
               order by n.movement desc, n.place),
            counted as (
              update entitlements.usage u set used = u.used - @amount, burnt = u.burnt - (select coalesce(sum(b.amount), 0) from back b), revision = -1
               where {FeatureUsage.IsThisRow}),
            marked as (
              update entitlements.claims c set refunded = @amount, refunded_by = @runId where c.tenant_id = @TenantId and c.claim_key = @ClaimKey),
            adjusted as (
              update entitlements.adjustments a set refunded = @amount where a.tenant_id = @TenantId and a.claim_key = @ClaimKey)
            select coalesce(sum(b.amount), 0) from back b
            """,
            new
            {
                TenantId,
                Feature,
                PeriodStart,
                ClaimKey,
                ReservationId,
                amount,
                runId,
            }
        );
}
