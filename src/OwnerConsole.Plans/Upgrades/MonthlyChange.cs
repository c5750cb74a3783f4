using OwnerConsole.Data;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Plans.Upgrades;

/// <summary>Calculates the change in MRR when tenants change plans.</summary>
/// <param name="sold">Current prices of plans by key, first price first; a plan without a price counts as 0.</param>
/// <param name="paid">Price that each tenant pays for the version it is on.</param>
/// <param name="currency">Currency of the result when no price is involved.</param>
internal sealed class MonthlyChange(
    ILookup<string, RecurringPrice> sold,
    IReadOnlyDictionary<(string TenantId, string Plan), RecurringPrice> paid,
    string currency
)
{
    /// <param name="tenants">Tenants that change plans.</param>
    /// <param name="plans">Keys of the new plans.</param>
    /// <param name="currency">Currency of the result when no price is involved.</param>
    public static async Task<MonthlyChange> Read(IEnumerable<string> tenants, IEnumerable<string> plans, string currency, UnitOfWork work) =>
        new(await work.Prices([.. plans.Distinct(StringComparer.Ordinal)]), await work.PaidPrices([.. tenants.Distinct(StringComparer.Ordinal)]), currency);

    /// <returns>The change in MRR; null when the plans are priced in several currencies.</returns>
    public Money? Of(string tenantId, IReadOnlyList<TenantPlanItem> before, IReadOnlyList<TenantPlanItem> after)
    {
        List<(RecurringPrice? Price, int Quantity, int Sign)> changes =
        [
            .. before.Except(after).Select(item => (paid.GetValueOrDefault((tenantId, item.Plan)), item.Quantity, -1)),
            .. after.Except(before).Select(item => (CurrentPrice(tenantId, item, before) ?? NewPrice(item), item.Quantity, 1)),
        ];
        string[] currencies =
        [
            .. changes.Where(change => change.Price is { Price.Amount: > 0 }).Select(one => one.Price!.Price.Currency).Distinct(StringComparer.Ordinal), // not null: the filter requires a price
        ];
        return currencies.Length > 1
            ? null
            : new(
                Mrr.RoundForDisplay(changes.Sum(change => change.Sign * (change.Price?.MonthlyExact(change.Quantity) ?? 0))),
                currencies is [var one] ? one : currency
            );
    }

    /// <summary>A different quantity of a plan the tenant already has keeps the price it pays.</summary>
    private RecurringPrice? CurrentPrice(string tenantId, TenantPlanItem item, IReadOnlyList<TenantPlanItem> before) =>
        before.Any(tenantPlanItem => (tenantPlanItem.Plan, tenantPlanItem.Interval, tenantPlanItem.Currency) == (item.Plan, item.Interval, item.Currency))
            ? paid.GetValueOrDefault((tenantId, item.Plan))
            : null;

    private RecurringPrice? NewPrice(TenantPlanItem item) =>
        sold[item.Plan].FirstOrDefault(price => item.Currency is null || (item.Interval, item.Currency, 1) == (price.Unit, price.Price.Currency, price.Units));
}
