using OwnerConsole.Data;
using OwnerConsole.Pure.Amounts;
using OwnerConsole.Revenue.Billing.Public;
using OwnerConsole.Revenue.Rates.Public;

namespace OwnerConsole.Revenue.Analytics.Policies;

/// <summary>Figures of a month by our policy and by the convention of another tool, with the difference explained item by item.</summary>
/// <param name="Ours">Figures by our policy.</param>
/// <param name="Theirs">Figures by the other convention.</param>
/// <param name="Items">Reasons of the difference, which add up to it exactly.</param>
public sealed record PolicyReport(PolicyMonth Month, PolicyConvention Convention, PolicyFigures Ours, PolicyFigures Theirs, IReadOnlyList<PolicyItem> Items)
{
    private static readonly TimeSpan s_groupedByChartmogul = TimeSpan.FromMinutes(60);

    public Money Amount(decimal minor) => new(Mrr.RoundForDisplay(minor), Month.Currency);

    /// <summary>Changes one rule after the other. The difference that each rule makes is its item.</summary>
    public static async Task<PolicyReport> Find(PolicyConvention convention, DateOnly? month, Mode mode, UnitOfWork work)
    {
        var asked = await PolicyMonth.Find(month, work);
        var data = new PolicyData(asked, mode, work);
        var (ours, estimated) = (await data.FindOurs(), await data.FindEstimated());
        var tenants = await data.Load(await data.FindCandidates());
        var discounts = convention is PolicyConvention.Chartmogul ? await data.FindDiscounts() : [];
        var conversion = await ExchangeRateRecords.LoadConversion(tenants.SelectMany(tenant => tenant.Changes).Select(change => change.Currency), work);
        var before = tenants.Select(tenant => tenant.Booked).ToList();
        var theirs = ours - estimated.Figures - PolicyFigures.Sum(before);
        List<PolicyItem> items =
        [
            new(
                "estimated",
                "Tenants without a subscription",
                "Our MRR is estimated from the prices of their plans. The other tool doesn't know them.",
                new PolicyFigures() - estimated.Figures,
                estimated.Tenants
            ),
        ];
        foreach (var (key, title, explanation, count) in Rules(convention, discounts, conversion))
        {
            var after = tenants.Select(tenant => data.Figures(count(tenant.Changes))).ToList();
            items.Add(
                new(key, title, explanation, PolicyFigures.Sum(after) - PolicyFigures.Sum(before), before.Zip(after).Count(pair => pair.First != pair.Second))
            );
            before = after;
        }
        return new(asked, convention, ours, theirs + PolicyFigures.Sum(before), items);
    }

    private static IEnumerable<(string Key, string Title, string Explanation, Func<IReadOnlyList<SubscriptionChange>, IReadOnlyList<Movement>> Count)> Rules(
        PolicyConvention convention,
        IReadOnlyList<FiniteDiscount> discounts,
        MrrConversion conversion
    )
    {
        yield return (
            "closed_months",
            "Late changes of closed months",
            "We book them in the first open month. The other tool changes the month in which they happened.",
            changes => Mrr.Movements(changes, conversion).Movements
        );
        yield return (
            "manual",
            "Manual subscriptions",
            "We count subscriptions that are paid without Stripe. The other tool doesn't know them.",
            changes => Mrr.Movements(WithoutManual(changes), conversion).Movements
        );
        if (convention is PolicyConvention.Stripe)
        {
            yield return (
                "paused",
                "Paused collection",
                "Subscriptions whose invoices are voided or uncollectible count 0 here. Stripe counts them.",
                changes => Mrr.Movements(PolicyHistory.CountPaused(WithoutManual(changes)), conversion).Movements
            );
            yield break;
        }
        yield return (
            "finite_discounts",
            "Discounts that end",
            "We ignore them, as Stripe does. ChartMogul subtracts them until they end, and counts the end as expansion.",
            changes => Mrr.Movements(PolicyHistory.Subtract(discounts, WithoutManual(changes)), conversion).Movements
        );
        yield return (
            "grouped_changes",
            "Changes within 60 minutes",
            "ChartMogul combines them into one movement. We combine changes within 60 seconds.",
            changes => Mrr.Movements(PolicyHistory.Subtract(discounts, WithoutManual(changes)), conversion, s_groupedByChartmogul).Movements
        );
    }

    private static List<SubscriptionChange> WithoutManual(IReadOnlyList<SubscriptionChange> changes) =>
        [.. changes.Where(change => !change.Subscription.StartsWith($"{BillingRecords.ManualAccount} ", StringComparison.Ordinal))];
}
