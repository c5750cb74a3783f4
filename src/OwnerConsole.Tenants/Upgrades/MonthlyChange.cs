using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Tenants.Upgrades;

/// <summary>What tenants would bring more in a month, or less, once they hold other plans.</summary>
/// <param name="sold">what plans cost now, by their keys, the first price first; a plan without a price counts 0</param>
/// <param name="paid">what each tenant pays for the version that it holds</param>
internal sealed class MonthlyChange(
    ILookup<string, RecurringPrice> sold,
    IReadOnlyDictionary<(string TenantId, string Plan), RecurringPrice> paid,
    string currency
)
{
    /// <param name="plans">keys of those that are taken</param>
    /// <param name="currency">where nothing of it costs anything</param>
    public static async Task<MonthlyChange> Read(IEnumerable<string> tenants, IEnumerable<string> plans, string currency, Work work) =>
        new(await work.Prices([.. plans.Distinct(StringComparer.Ordinal)]), await work.PaidPrices([.. tenants.Distinct(StringComparer.Ordinal)]), currency);

    /// <returns>null where the plans are priced in several currencies</returns>
    public Money? Of(string tenantId, IReadOnlyList<PlanItem> before, IReadOnlyList<PlanItem> after)
    {
        List<(RecurringPrice? Price, int Quantity, int Sign)> changes =
        [
            .. before.Except(after).Select(item => (paid.GetValueOrDefault((tenantId, item.Plan)), item.Quantity, -1)),
            .. after.Except(before).Select(item => (Held(tenantId, item, before) ?? Sold(item), item.Quantity, 1)),
        ];
        string[] currencies =
        [
            .. changes.Where(one => one.Price is { Price.Amount: > 0 }).Select(one => one.Price!.Price.Currency).Distinct(StringComparer.Ordinal), // it has one
        ];
        return currencies.Length > 1
            ? null
            : new(Mrr.Shown(changes.Sum(one => one.Sign * (one.Price?.MonthlyExact(one.Quantity) ?? 0))), currencies is [var one] ? one : currency);
    }

    /// <summary>Another number of what it holds costs what it pays.</summary>
    private RecurringPrice? Held(string tenantId, PlanItem item, IReadOnlyList<PlanItem> before) =>
        before.Any(one => (one.Plan, one.Interval, one.Currency) == (item.Plan, item.Interval, item.Currency))
            ? paid.GetValueOrDefault((tenantId, item.Plan))
            : null;

    private RecurringPrice? Sold(PlanItem item) =>
        sold[item.Plan].FirstOrDefault(price => item.Currency is null || (item.Interval, item.Currency, 1) == (price.Unit, price.Price.Currency, price.Units));
}
