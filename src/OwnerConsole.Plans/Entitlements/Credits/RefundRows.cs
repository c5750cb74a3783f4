using OwnerConsole.Data;

namespace OwnerConsole.Plans.Entitlements.Credits;

/// <summary>Undoes refunds.</summary>
internal static class RefundRows
{
    /// <summary>Counts again what a run has refunded, if the credits still have all of it.</summary>
    /// <returns>The tenants whose refund was undone.</returns>
    public static async Task<IReadOnlyList<string>> SpendAgain(IReadOnlyList<string> tenants, string undoneRun, UnitOfWork work)
    {
        var given = await work.List<RefundRow>(
            """
            select g.tenant_id, g.feature, g.period_start, max(g.used) as used
              from (select m.tenant_id, m.feature, m.period_start, sum(m.amount) as used from entitlements.credit_movements m
                     where m.run_id = @undoneRun and m.kind = 'refunded' and m.tenant_id = any(@tenants) group by 1, 2, 3
                    union all
                    select c.tenant_id, c.feature, c.period_start, c.refunded from entitlements.claims c
                     where c.tenant_id = any(@tenants) and c.refunded_by = @undoneRun) g
             group by 1, 2, 3
             order by 1, 2, 3
            """,
            new { tenants, undoneRun }
        );
        var restored = new List<string>();
        foreach (var one in given)
            if (await FeatureUsage.Lock(one.TenantId, one.Feature, one.PeriodStart, work) is not null && await SpendAgain(one, undoneRun, work))
                restored.Add(one.TenantId);
        return restored;
    }

    /// <summary>Counts the usage again, even beyond the limit, because it happened.</summary>
    private static async Task<bool> SpendAgain(RefundRow given, string undoneRun, UnitOfWork work) =>
        await work.One<bool>(
            $"""
            with back as (
              select m.credit_id, m.claim_key, m.reservation_id, m.amount, m.movement
                from entitlements.credit_movements m
               where m.tenant_id = @TenantId and m.run_id = @undoneRun and m.kind = 'refunded'),
            taken as (
              select c.credit_id, case when {RemainingCredit.IsUsable} then c.amount - c.spent else 0 end as rest
                from entitlements.credits c
               where c.tenant_id = @TenantId and c.credit_id in (select b.credit_id from back b)
               order by {RemainingCredit.Order}
                 for no key update of c),
            needed as (select b.credit_id, sum(b.amount) as amount from back b group by 1),
            fits as (select not exists (select from needed n join taken t using (credit_id) where t.rest < n.amount) as fits),
            spent as (
              update entitlements.credits c set spent = c.spent + n.amount from needed n, fits f
               where f.fits and c.tenant_id = @TenantId and c.credit_id = n.credit_id),
            noted as (
              insert into entitlements.credit_movements (tenant_id, credit_id, feature, kind, amount, period_start, claim_key, reservation_id, run_id)
              select @TenantId, b.credit_id, @Feature, 'spent', b.amount, @PeriodStart, b.claim_key, b.reservation_id, @run from back b, fits f where f.fits order by b.movement desc),
            counted as (
              update entitlements.usage u set used = u.used + @Used, burnt = u.burnt + (select coalesce(sum(n.amount), 0) from needed n), revision = -1
                from fits f
               where f.fits and {FeatureUsage.IsThisRow}),
            marked as (
              update entitlements.claims c set refunded = null, refunded_by = null from fits f
               where f.fits and c.tenant_id = @TenantId and c.refunded_by = @undoneRun),
            adjusted as (
              update entitlements.adjustments a set refunded = null from entitlements.claims c, fits f
               where f.fits and a.tenant_id = @TenantId and c.tenant_id = a.tenant_id and c.claim_key = a.claim_key and c.refunded_by = @undoneRun)
            select f.fits from fits f
            """,
            new
            {
                given.TenantId,
                given.Feature,
                given.PeriodStart,
                given.Used,
                undoneRun,
                run = work.RunId,
            }
        );

    /// <param name="Used">Total amount that was refunded, including usage covered by a plan.</param>
    private sealed record RefundRow(string TenantId, string Feature, DateTimeOffset PeriodStart, decimal Used);
}
