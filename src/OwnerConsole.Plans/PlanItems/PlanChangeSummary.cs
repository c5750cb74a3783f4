using System.Globalization;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Plans.Entitlements.Public;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Plans.PlanItems;

/// <summary>Compares the plans of a tenant before and after a change: names, monthly price and the limits that differ.</summary>
internal static class PlanChangeSummary
{
    private const int MaxLimits = 8;

    /// <param name="tenant">Facts with the prices of the tenant's own versions.</param>
    /// <param name="after">All plans after the change.</param>
    public static async Task<IReadOnlyList<SummaryLine>> Of(PlanItemFacts tenant, IReadOnlyList<TenantPlanItem> after, UnitOfWork work)
    {
        List<SummaryLine> lines = [new("Plans", Names(tenant, tenant.Held), Names(tenant, after))];
        if (!HiddenFields.Has(FieldClass.Money) && Monthly(tenant, tenant.Held) is { } now && Monthly(tenant, after) is { } then)
            lines.Add(new("Monthly price", Text(now), Difference(now, then) is { } more ? $"{Text(then)} ({more})" : Text(then)));
        lines.AddRange(await FindLimits(tenant, after, work));
        return lines;
    }

    private static string Names(PlanItemFacts tenant, IReadOnlyList<TenantPlanItem> items) =>
        items.Count == 0 ? "none" : string.Join(", ", items.Select(item => Name(tenant, item) + (item.Quantity == 1 ? "" : $" × {item.Quantity}")));

    private static string Name(PlanItemFacts tenant, TenantPlanItem item) => tenant.FindPlan(item.Plan)?.Name ?? item.Plan;

    /// <returns>Monthly price by currency; null if the price of a plan is unknown.</returns>
    private static SortedDictionary<string, long>? Monthly(PlanItemFacts tenant, IReadOnlyList<TenantPlanItem> items)
    {
        var sums = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var item in items)
        {
            var prices = tenant.Prices.GetValueOrDefault(item.Plan) ?? tenant.FindPlan(item.Plan)?.Prices;
            if (prices?.Index().FirstOrDefault(price => price.Item.IsFor(item.Interval, item.Currency, price.Index == 0)).Item is not { } price)
                return null;
            sums[price.Price.Currency] = sums.GetValueOrDefault(price.Price.Currency) + price.Each.Monthly(item.Quantity);
        }
        return sums;
    }

    private static string Text(SortedDictionary<string, long> sums) =>
        sums.Count == 0 ? "free" : string.Join(" and ", sums.Select(sum => new Money(sum.Value, sum.Key)));

    /// <returns>The difference with its sign; null if the currencies differ or nothing changes.</returns>
    private static string? Difference(SortedDictionary<string, long> now, SortedDictionary<string, long> then) =>
        now.Keys.Union(then.Keys).ToArray() is not [var currency] ? null
        : then.GetValueOrDefault(currency) - now.GetValueOrDefault(currency) is var more and not 0
            ? $"{(more > 0 ? "+" : "−")}{new Money(Math.Abs(more), currency)}"
        : null;

    private static async Task<IEnumerable<SummaryLine>> FindLimits(PlanItemFacts tenant, IReadOnlyList<TenantPlanItem> after, UnitOfWork work)
    {
        var gone = tenant.Held.Select(item => item.Plan).Except(after.Select(item => item.Plan)).ToArray();
        var added = after.Where(item => tenant.Held.All(held => held.Plan != item.Plan)).ToArray();
        if (added.Length + gone.Length == 0)
            return [];
        var changes = (await LimitForecast.FindChanges([(tenant.Id, tenant.Id, added, gone)], work))[tenant.Id];
        return changes
            .Where(change => change.HasChanged)
            .OrderByDescending(IsExceeded)
            .Take(MaxLimits)
            .Select(change => new SummaryLine(
                change.Feature.Name,
                change.Feature.IsCounted ? $"{change.Before.Text} ({change.Used.ToString("0.######", CultureInfo.InvariantCulture)} used)" : change.Before.Text,
                change.After.Text,
                IsExceeded(change)
            ));
    }

    private static bool IsExceeded(LimitChange change) => change.Feature.IsCounted && change.Used > change.After.Limit;
}
