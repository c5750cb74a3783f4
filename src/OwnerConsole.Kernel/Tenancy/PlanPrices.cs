using OwnerConsole.Data;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Kernel.Tenancy;

/// <summary>Stores the prices of plans over time. Written by plan operations, read by revenue calculation.</summary>
public static class PlanPrices
{
    /// <summary>Condition for a price row <c>r</c> to apply to a subscription at a time. If several match, the latest applies.</summary>
    /// <param name="item">Alias of the subscription row.</param>
    /// <param name="at">The time.</param>
    public static string IsPaidPrice(string item, string at) =>
        $"""
            r.plan = {item}.plan and case when {item}.currency is null then r.place = 0 else (r.currency, r.unit, r.units) = ({item}.currency, {item}.interval, 1) end
              and r.from_at <= {at} and (r.from_at <= coalesce({item}.taken_at, {item}.from_at) or r.rollout_at <= {at})
              and (r.withdrawn_at is null or r.withdrawn_at > {at})
            """;

    /// <summary>Sets the prices of a plan from now on. A first price also applies to the past.</summary>
    /// <param name="plan">Key of the plan.</param>
    /// <param name="prices">Prices for different intervals and currencies; the first is the default.</param>
    /// <param name="rolloutAt">Time from which existing subscribers pay these prices; the minimum value for immediately; null for never.</param>
    public static Task SetPrices(this UnitOfWork work, string plan, IReadOnlyList<RecurringPrice> prices, DateTimeOffset? rolloutAt = null) =>
        work.Execute(
            """
            with moment as materialized (select clock_timestamp() as at),
            said as (
              select s.amount, s.currency, s.unit, s.units, (s.nth - 1)::int as place
                from unnest(@amounts, @currencies, @unit, @units) with ordinality s(amount, currency, unit, units, nth)),
            closed as (
              update core.plan_prices p set to_at = moment.at, closed_by = @run
                from moment
               where p.plan = @plan and p.to_at is null
                 and (@rolloutAt::timestamptz is not null
                   or not exists (select 1 from said s where (s.amount, s.currency, s.unit, s.units, s.place) = (p.amount, p.currency, p.unit, p.units, p.place)))
              returning p.currency, p.unit, p.units)
            insert into core.plan_prices (plan, from_at, amount, currency, unit, units, place, opened_by, rollout_at, due_at)
            select @plan,
                   case when exists (
                     select 1 from core.plan_prices p where p.plan = @plan and (s.place = 0 or (p.currency, p.unit, p.units) = (s.currency, s.unit, s.units))) then moment.at else '-infinity' end,
                   s.amount, s.currency, s.unit, s.units, s.place, @run, @rolloutAt, case when @rolloutAt > now() then @rolloutAt end
              from said s cross join moment
             where exists (select 1 from closed c where (c.currency, c.unit, c.units) = (s.currency, s.unit, s.units))
                or not exists (select 1 from core.plan_prices p where p.plan = @plan and p.to_at is null and (p.currency, p.unit, p.units) = (s.currency, s.unit, s.units))
            """,
            new
            {
                plan,
                run = work.RunId,
                amounts = prices.Select(price => price.Price.Amount).ToArray(),
                currencies = prices.Select(price => price.Price.Currency).ToArray(),
                unit = prices.Select(price => price.Unit.ToText()).ToArray(),
                units = prices.Select(price => price.Units).ToArray(),
                rolloutAt,
            }
        );

    /// <summary>Withdraws the prices set by <paramref name="undoneRun"/>; subscribers pay the previous prices again.</summary>
    /// <param name="plans">Keys of the plans.</param>
    public static Task UndoSetPrices(this UnitOfWork work, IReadOnlyList<string> plans, string undoneRun) =>
        work.Execute(
            """
            update core.plan_prices
               set withdrawn_at = clock_timestamp(), due_at = null, to_at = coalesce(to_at, clock_timestamp()), closed_by = coalesce(closed_by, @run)
             where opened_by = @undoneRun and plan = any(@plans) and withdrawn_at is null
            """,
            new
            {
                run = work.RunId,
                undoneRun,
                plans,
            }
        );

    /// <summary>Marks the revenue of existing subscribers for recalculation when their new prices take effect.</summary>
    /// <returns>Number of prices that took effect.</returns>
    public static Task<int> ApplyDuePrices(this UnitOfWork work) => work.Execute("update core.plan_prices set due_at = null where due_at <= now()");

    /// <returns>Current prices of these plans by key, the default price first. Plans without a price have none.</returns>
    public static async Task<ILookup<string, RecurringPrice>> Prices(this UnitOfWork work, IReadOnlyCollection<string> plans) =>
        (
            await work.List<Row>(
                "select p.plan, p.amount, p.currency, p.unit, p.units from core.plan_prices p where p.to_at is null and p.plan = any(@plans) order by p.plan, p.place",
                new { plans }
            )
        ).ToLookup(row => row.Plan, row => new RecurringPrice(new(row.Amount, row.Currency), row.Unit, row.Units), StringComparer.Ordinal);

    /// <returns>The first item with a price that no version of its plan ever had; null when there is none. Unknown plans are not checked.</returns>
    public static async Task<TenantPlanItem?> FindUnpriced(this UnitOfWork work, IReadOnlyCollection<TenantPlanItem> items)
    {
        List<TenantPlanItem> said = [.. items.Where(item => item.Currency is not null).Distinct()];
        if (said.Count == 0)
            return null;
        var known = (
            await work.List<PriceKey>(
                "select distinct p.plan, p.currency, p.unit from core.plan_prices p where p.plan = any(@plans) and p.units = 1",
                new { plans = said.Select(item => item.Plan).Distinct(StringComparer.Ordinal).ToArray() }
            )
        ).ToLookup(price => price.Plan, price => (price.Currency, price.Unit), StringComparer.Ordinal);
        return said.FirstOrDefault(item => known.Contains(item.Plan) && !known[item.Plan].Contains((item.Currency!, item.Interval!.Value))); // both are set or neither is
    }

    /// <returns>Price that each of these tenants pays for its version of a plan; plans without a known price are missing.</returns>
    public static async Task<IReadOnlyDictionary<(string TenantId, string Plan), RecurringPrice>> PaidPrices(
        this UnitOfWork work,
        IReadOnlyCollection<string> tenants
    ) =>
        (
            await work.List<PaidRow>(
                $"""
                select i.tenant_id, i.plan, p.amount, p.currency, p.unit, p.units
                  from core.plan_items i
                  cross join lateral (select r.amount, r.currency, r.unit, r.units from core.plan_prices r where {IsPaidPrice(
                    "i",
                    "now()"
                )} order by r.from_at desc limit 1) p
                 where i.tenant_id = any(@tenants) and i.to_at is null
                """,
                new { tenants }
            )
        ).ToDictionary(row => (row.TenantId, row.Plan), row => new RecurringPrice(new(row.Amount, row.Currency), row.Unit, row.Units));

    /// <summary>Deletes the prices set by <paramref name="undoneRun"/>, as if they had never existed.</summary>
    public static async Task WithdrawPrices(this UnitOfWork work, string undoneRun)
    {
        await work.Execute("delete from core.plan_prices where opened_by = @undoneRun", new { undoneRun });
        await work.Execute("update core.plan_prices set to_at = null, closed_by = null where closed_by = @undoneRun", new { undoneRun });
    }

    private sealed record Row(string Plan, long Amount, string Currency, PeriodUnit Unit, int Units);

    private sealed record PriceKey(string Plan, string Currency, PeriodUnit Unit);

    private sealed record PaidRow(string TenantId, string Plan, long Amount, string Currency, PeriodUnit Unit, int Units);
}
