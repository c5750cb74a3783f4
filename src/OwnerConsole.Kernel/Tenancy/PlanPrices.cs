using OwnerConsole.Kernel.Data;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Kernel.Tenancy;

/// <summary>What plans cost, with the time it was so: whoever sells them says it here, whoever counts money reads it.</summary>
public static class PlanPrices
{
    /// <summary>From now on the plan costs this; since ever, when nothing was known of it before.</summary>
    /// <param name="plan">its key</param>
    public static Task Price(this Work work, string plan, RecurringPrice price) =>
        work.Do(
            """
            with moment as materialized (select clock_timestamp() as at),
            closed as (
              update core.plan_prices p set to_at = moment.at, closed_by = @run
                from moment
               where p.plan = @plan and p.to_at is null and (p.amount, p.currency, p.unit, p.units) is distinct from (@amount, @currency, @unit, @units)
              returning 1)
            insert into core.plan_prices (plan, from_at, amount, currency, unit, units, opened_by)
            select @plan, case when exists (select 1 from core.plan_prices p where p.plan = @plan) then moment.at else '-infinity' end, @amount, @currency, @unit, @units, @run
              from moment
             where (select count(*) from closed) > 0 or not exists (select 1 from core.plan_prices p where p.plan = @plan and p.to_at is null)
            """,
            new
            {
                plan,
                run = work.RunId,
                amount = price.Price.Amount,
                currency = price.Price.Currency,
                unit = price.Unit,
                units = price.Units,
            }
        );

    /// <summary>As if the prices that <paramref name="undoneRun"/> wrote down had never been known.</summary>
    public static async Task WithdrawPrices(this Work work, string undoneRun)
    {
        await work.Do("delete from core.plan_prices where opened_by = @undoneRun", new { undoneRun });
        await work.Do("update core.plan_prices set to_at = null, closed_by = null where closed_by = @undoneRun", new { undoneRun });
    }
}
