using OwnerConsole.Kernel.Data;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Kernel.Tenancy;

/// <summary>What plans cost, with the time it was so: whoever sells them says it here, whoever counts money reads it.</summary>
public static class PlanPrices
{
    /// <summary>What a row <c>r</c> must be to be paid at a time for a row of what is held; the latest of several counts.</summary>
    /// <param name="item">the row of what is held</param>
    /// <param name="at">the time</param>
    public static string Paid(string item, string at) =>
        $"""
            r.plan = {item}.plan and case when {item}.currency is null then r.place = 0 else (r.currency, r.unit, r.units) = ({item}.currency, {item}.interval, 1) end
              and r.from_at <= {at} and (r.from_at <= coalesce({item}.taken_at, {item}.from_at) or r.holders_at <= {at})
              and (r.withdrawn_at is null or r.withdrawn_at > {at})
            """;

    /// <summary>From now on the plan costs this; since ever what nothing was known of before.</summary>
    /// <param name="plan">its key</param>
    /// <param name="prices">for different intervals and currencies; the first is paid where nothing else is said</param>
    /// <param name="holdersAt">from when on those pay it who hold the plan already: the least moment for at once; null for never</param>
    public static Task Price(this Work work, string plan, IReadOnlyList<RecurringPrice> prices, DateTimeOffset? holdersAt = null) =>
        work.Do(
            """
            with moment as materialized (select clock_timestamp() as at),
            said as (
              select s.amount, s.currency, s.unit, s.units, (s.nth - 1)::int as place
                from unnest(@amounts, @currencies, @unit, @units) with ordinality s(amount, currency, unit, units, nth)),
            closed as (
              update core.plan_prices p set to_at = moment.at, closed_by = @run
                from moment
               where p.plan = @plan and p.to_at is null
                 and (@holdersAt::timestamptz is not null
                   or not exists (select 1 from said s where (s.amount, s.currency, s.unit, s.units, s.place) = (p.amount, p.currency, p.unit, p.units, p.place)))
              returning p.currency, p.unit, p.units)
            insert into core.plan_prices (plan, from_at, amount, currency, unit, units, place, opened_by, holders_at, due_at)
            select @plan,
                   case when exists (
                     select 1 from core.plan_prices p where p.plan = @plan and (s.place = 0 or (p.currency, p.unit, p.units) = (s.currency, s.unit, s.units))) then moment.at else '-infinity' end,
                   s.amount, s.currency, s.unit, s.units, s.place, @run, @holdersAt, case when @holdersAt > now() then @holdersAt end
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
                holdersAt,
            }
        );

    /// <summary>Nobody pays any more what <paramref name="undoneRun"/> wrote down; whoever did pays what was before.</summary>
    /// <param name="plans">their keys</param>
    public static Task TakeBackPrices(this Work work, IReadOnlyList<string> plans, string undoneRun) =>
        work.Do(
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

    /// <summary>Prices that everybody pays from a day on, which has come: their money is counted anew.</summary>
    /// <returns>how many</returns>
    public static Task<int> FallDue(this Work work) => work.Do("update core.plan_prices set due_at = null where due_at <= now()");

    /// <returns>what these plans cost now, by their keys, the first price first; one without a price has none</returns>
    public static async Task<ILookup<string, RecurringPrice>> Prices(this Work work, IReadOnlyCollection<string> plans) =>
        (
            await work.List<Row>(
                "select p.plan, p.amount, p.currency, p.unit, p.units from core.plan_prices p where p.to_at is null and p.plan = any(@plans) order by p.plan, p.place",
                new { plans }
            )
        ).ToLookup(row => row.Plan, row => new RecurringPrice(new(row.Amount, row.Currency), row.Unit, row.Units), StringComparer.Ordinal);

    /// <returns>of these items the first that names a price which no version of its plan ever had; null when none does. A plan that isn't known here has none to compare with</returns>
    public static async Task<PlanItem?> Unpriced(this Work work, IReadOnlyCollection<PlanItem> items)
    {
        List<PlanItem> said = [.. items.Where(item => item.Currency is not null).Distinct()];
        if (said.Count == 0)
            return null;
        var known = (
            await work.List<Known>(
                "select distinct p.plan, p.currency, p.unit from core.plan_prices p where p.plan = any(@plans) and p.units = 1",
                new { plans = said.Select(item => item.Plan).Distinct(StringComparer.Ordinal).ToArray() }
            )
        ).ToLookup(price => price.Plan, price => (price.Currency, price.Unit), StringComparer.Ordinal);
        return said.FirstOrDefault(item => known.Contains(item.Plan) && !known[item.Plan].Contains((item.Currency!, item.Interval!.Value))); // they are said together
    }

    /// <returns>what each of these tenants pays for the version of a plan that it holds; one that costs nobody knows what is left out</returns>
    public static async Task<IReadOnlyDictionary<(string TenantId, string Plan), RecurringPrice>> PaidPrices(
        this Work work,
        IReadOnlyCollection<string> tenants
    ) =>
        (
            await work.List<PaidRow>(
                $"""
                select i.tenant_id, i.plan, p.amount, p.currency, p.unit, p.units
                  from core.plan_items i
                  cross join lateral (select r.amount, r.currency, r.unit, r.units from core.plan_prices r where {Paid(
                    "i",
                    "now()"
                )} order by r.from_at desc limit 1) p
                 where i.tenant_id = any(@tenants) and i.to_at is null
                """,
                new { tenants }
            )
        ).ToDictionary(row => (row.TenantId, row.Plan), row => new RecurringPrice(new(row.Amount, row.Currency), row.Unit, row.Units));

    /// <summary>As if the prices that <paramref name="undoneRun"/> wrote down had never been known.</summary>
    public static async Task WithdrawPrices(this Work work, string undoneRun)
    {
        await work.Do("delete from core.plan_prices where opened_by = @undoneRun", new { undoneRun });
        await work.Do("update core.plan_prices set to_at = null, closed_by = null where closed_by = @undoneRun", new { undoneRun });
    }

    private sealed record Row(string Plan, long Amount, string Currency, PeriodUnit Unit, int Units);

    private sealed record Known(string Plan, string Currency, PeriodUnit Unit);

    private sealed record PaidRow(string TenantId, string Plan, long Amount, string Currency, PeriodUnit Unit, int Units);
}
