using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Tenants.Upgrades;

/// <summary>What a tenant would bring more in a month, or less, once it holds other plans.</summary>
internal static class MonthlyChange
{
    /// <param name="prices">of plans by their keys; a plan without one counts 0</param>
    /// <param name="currency">where nothing of it costs anything</param>
    /// <returns>null where the plans are priced in several currencies</returns>
    public static Money? Of(IReadOnlyList<PlanItem> before, IReadOnlyList<PlanItem> after, IReadOnlyDictionary<string, RecurringPrice> prices, string currency)
    {
        PlanItem[] gone = [.. before.Except(after)],
            come = [.. after.Except(before)];
        string[] currencies =
        [
            .. gone.Concat(come)
                .Select(item => prices.GetValueOrDefault(item.Plan))
                .Where(price => price is { Price.Amount: > 0 })
                .Select(price => price!.Price.Currency)
                .Distinct(StringComparer.Ordinal),
        ];
        return currencies.Length > 1 ? null : new(come.Sum(Monthly) - gone.Sum(Monthly), currencies is [var one] ? one : currency);

        long Monthly(PlanItem item) => prices.GetValueOrDefault(item.Plan)?.Monthly(item.Quantity) ?? 0;
    }
}
