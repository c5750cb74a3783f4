using OwnerConsole.Data;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Revenue.Billing;

/// <summary>A price in the API.</summary>
/// <param name="Id">price_…</param>
/// <param name="Name">Name of the product, with the nickname of the price.</param>
/// <param name="UnitAmount">Per unit and interval, in minor units with decimals; null for tiers.</param>
/// <param name="Interval">day, week, month or year; null for a one-time price.</param>
/// <param name="Intervals">Number of intervals per charge.</param>
/// <param name="IsTiered">Whether the price depends on quantity.</param>
/// <param name="IsMetered">Whether it is billed by usage.</param>
/// <param name="IsActive">Whether it can be sold.</param>
/// <param name="Plan">Key of the plan that it is mapped to.</param>
/// <param name="PlanVersion">Number of the plan's version; null for the plan as a whole.</param>
/// <param name="ProposedPlan">Key of the proposed plan, if it is mapped to none.</param>
/// <param name="ProposedPlanVersion">Number of the proposed version; null for the plan as a whole.</param>
/// <param name="ProposedBy">Why that plan is proposed.</param>
/// <param name="PlanDifference">How it differs from all prices of that plan; null if it doesn't.</param>
/// <param name="Subscriptions">Number of current subscriptions.</param>
/// <param name="Mrr">What it adds to the MRR of these subscriptions in its currency.</param>
/// <param name="SyncedAt">When it was last read from Stripe.</param>
public sealed record PriceView(
    string Id,
    string Name,
    [property: Sensitive(FieldClass.Money)] decimal? UnitAmount,
    string Currency,
    string? Interval,
    int? Intervals,
    bool IsTiered,
    bool IsMetered,
    bool IsActive,
    string? Plan,
    int? PlanVersion,
    string? ProposedPlan,
    int? ProposedPlanVersion,
    PriceProposal? ProposedBy,
    PriceDifference? PlanDifference,
    long Subscriptions,
    Money Mrr,
    DateTimeOffset CreatedAt,
    DateTimeOffset SyncedAt
)
{
    internal static PriceView Of(BillingPrice row) =>
        new(
            row.Id,
            row.Name,
            row.Amount,
            row.Currency,
            row.Interval,
            row.Intervals,
            row.IsTiered,
            row.IsMetered,
            row.IsActive,
            row.Plan,
            row.Version,
            row.ProposedPlan,
            row.ProposedVersion,
            row.ProposedBy,
            row.Difference,
            row.Subscriptions,
            row.Monthly,
            row.CreatedAt,
            row.SyncedAt
        );
}
