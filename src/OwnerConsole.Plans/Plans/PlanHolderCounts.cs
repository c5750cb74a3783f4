using OwnerConsole.Data;
using OwnerConsole.Plans.Plans.Public;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Plans.Plans;

/// <summary>Number of tenants on each version of one plan, and how many units they pay for.</summary>
internal sealed class PlanHolderCounts
{
    private readonly ILookup<int, Row> _rows;

    private PlanHolderCounts(IReadOnlyList<Row> rows) => _rows = rows.ToLookup(row => row.Number);

    /// <summary>Versions with at least one tenant, oldest first.</summary>
    public IEnumerable<int> Numbers => _rows.Select(version => version.Key).Order();

    /// <summary>Number of tenants on any version.</summary>
    public long Total => Numbers.Sum(Tenants);

    public long Tenants(int number) => _rows[number].Where(row => row.IsAll).Sum(row => row.Tenants);

    /// <returns>What the tenants on the version pay per month, by currency; empty when no one pays.</returns>
    public IReadOnlyList<Money> Monthly(int number) => Sum(_rows[number].Select(row => row.Monthly(row.Paid)));

    /// <param name="prices">Prices of a version, first price first. Tenants that pay in another currency or interval aren't counted.</param>
    /// <returns>What all tenants would pay per month with these prices, by currency.</returns>
    public IReadOnlyList<Money> Monthly(IReadOnlyList<PlanPrice> prices) =>
        Sum(Numbers.SelectMany(number => _rows[number]).Select(row => row.Monthly(row.FindPrice(prices))));

    /// <returns>An interval and currency that tenants pay in and that has no price, with the number of tenants; null when every tenant has a price.</returns>
    public (PeriodUnit Interval, string Currency, long Tenants)? FindUnpriced(IReadOnlyList<PlanPrice> prices) =>
        Numbers
            .SelectMany(number => _rows[number])
            .Where(row => !row.IsAll && row.Currency is not null && row.FindPrice(prices) is null)
            .GroupBy(row => (Interval: row.Interval!.Value, Currency: row.Currency!)) // one message names them together
            .Select(rows => (ValueTuple<PeriodUnit, string, long>?)(rows.Key.Interval, rows.Key.Currency, rows.Sum(row => row.Tenants)))
            .FirstOrDefault();

    private static IReadOnlyList<Money> Sum(IEnumerable<(string Currency, decimal Minor)?> amounts) =>
        [
            .. amounts
                .OfType<(string Currency, decimal Minor)>()
                .GroupBy(amount => amount.Currency, amount => amount.Minor, StringComparer.Ordinal)
                .OrderBy(sum => sum.Key, StringComparer.Ordinal)
                .Select(sum => new Money(Mrr.RoundForDisplay(sum.Sum()), sum.Key)),
        ];

    /// <returns>The sums by currency, ordered by currency code.</returns>
    public static IReadOnlyList<Money> Sum(IEnumerable<Money> amounts) =>
        [
            .. amounts
                .GroupBy(money => money.Currency, money => money.Amount, StringComparer.Ordinal)
                .OrderBy(money => money.Key, StringComparer.Ordinal)
                .Select(money => new Money(money.Sum(), money.Key)),
        ];

    public static async Task<PlanHolderCounts> Load(string planId, Mode mode, UnitOfWork work) =>
        new(
            await work.List<Row>(
                $"""
                with on_version as (
                  select h.tenant_id, v.number, h.pieces, h.currency, h.interval, p.amount, p.currency as paid_in, p.unit as paid_for
                    from ({PlanCatalogue.CurrentHolders}) h
                    join core.tenants t on t.tenant_id = h.tenant_id and t.mode = @mode
                   cross join lateral ({PlanCatalogue.VersionOfHolder}) v
                    left join lateral ({PlanCatalogue.PriceOf("h")}) p on true
                   where h.plan = (select p.key from plans.plans p where p.plan_id = @planId) and v.plan_id = @planId)
                select number, pieces, currency, interval, amount, paid_in, paid_for, grouping(pieces) = 1 as is_all, count(distinct tenant_id) as tenants
                  from on_version
                 group by grouping sets ((number), (number, pieces, currency, interval, amount, paid_in, paid_for))
                """,
                new { planId, mode }
            )
        );

    /// <param name="Pieces">Units that each tenant pays for; null for none, and for the total of a version.</param>
    /// <param name="Currency">Currency they pay in; this and the interval are null for the first price.</param>
    /// <param name="Amount">Amount they actually pay; this, the currency and the interval paid are null when unknown.</param>
    private sealed record Row(
        int Number,
        int? Pieces,
        string? Currency,
        PeriodUnit? Interval,
        long? Amount,
        string? PaidIn,
        PlanInterval? PaidFor,
        bool IsAll,
        long Tenants
    )
    {
        public PlanPrice? Paid => this is { Amount: { } amount, PaidIn: { } currency, PaidFor: { } interval } ? new(new(amount, currency), interval) : null;

        /// <returns>The amount per month; null when no one pays.</returns>
        public (string Currency, decimal Minor)? Monthly(PlanPrice? price) =>
            Pieces is { } pieces && price is { Price.Amount: > 0 } ? (price.Price.Currency, Tenants * price.Each.MonthlyExact(pieces)) : null;

        public PlanPrice? FindPrice(IReadOnlyList<PlanPrice> prices) =>
            prices.Index().FirstOrDefault(price => price.Item.IsFor(Interval, Currency, price.Index == 0)).Item;
    }
}
