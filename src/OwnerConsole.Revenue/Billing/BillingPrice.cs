using System.Globalization;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Revenue.Billing;

/// <summary>A price.</summary>
/// <param name="Name">Name of the product, with the nickname of the price.</param>
/// <param name="Amount">Per unit and interval, in the smallest currency unit with decimals; null for tiers.</param>
/// <param name="Interval">Null for a one-time price.</param>
/// <param name="Plan">Key of the plan that a person mapped it to.</param>
/// <param name="Version">Number of the plan's version; null for the plan as a whole.</param>
/// <param name="ProposedPlan">Key of the plan that is proposed, if it is mapped to none.</param>
/// <param name="PlanName">Name of the plan it is mapped to, or of the proposed one.</param>
/// <param name="PlanAmount">Price of that plan that is most similar, in the smallest currency unit.</param>
/// <param name="Subscriptions">Number of current subscriptions.</param>
/// <param name="MrrMinor">What it adds to the MRR of these subscriptions in its currency, with decimals.</param>
/// <param name="IsHidingMrr">Whether MRR has no plan because it isn't mapped.</param>
public sealed record BillingPrice(
    string Id,
    string? TenantId,
    string? Tenant,
    string Name,
    decimal? Amount,
    string Currency,
    string? Interval,
    int? Intervals,
    bool IsMetered,
    bool IsActive,
    string? Plan,
    int? Version,
    string? ProposedPlan,
    int? ProposedVersion,
    PriceProposal? ProposedBy,
    string? PlanId,
    string? PlanName,
    long? PlanAmount,
    string? PlanCurrency,
    PlanInterval? PlanInterval,
    long Subscriptions,
    decimal MrrMinor,
    bool IsHidingMrr,
    DateTimeOffset CreatedAt,
    DateTimeOffset SyncedAt
) : IBillingRecord
{
    public string? CustomerId => null;

    public string? Customer => null;

    public bool IsUrgent => IsHidingMrr;

    public bool IsTiered => Amount is null;

    public Money Monthly => new(Mrr.RoundForDisplay(MrrMinor), Currency);

    /// <summary>Amount with all its decimals, such as <c>0.005 USD</c>; Tiered for a price with tiers.</summary>
    public string AmountText =>
        Amount is not { } amount ? "Tiered"
        : amount == decimal.Truncate(amount) && amount is >= long.MinValue and <= long.MaxValue ? new Money((long)amount, Currency).ToString()
        : string.Create(CultureInfo.InvariantCulture, $"{amount / (decimal)Math.Pow(10, Pure.Amounts.Currency.Digits(Currency)):0.############} {Currency}");

    /// <summary>How often it is charged, such as <c>every 3 months</c>.</summary>
    public string IntervalText =>
        Interval is null ? "once"
        : Intervals is null or 1 ? $"per {Interval}"
        : string.Create(CultureInfo.InvariantCulture, $"every {Intervals} {Interval}s");

    /// <summary>The most similar price of the plan that it is mapped to, or of the proposed one; null for none.</summary>
    public string? PlanPriceText => PlanPrice is { } price ? $"{price} a {(PlanInterval is Pure.Amounts.PlanInterval.Year ? "year" : "month")}" : null;

    /// <summary>Amount of that price.</summary>
    public Money? PlanPrice => (PlanAmount, PlanCurrency) is ({ } amount, { } currency) ? new(amount, currency) : null;

    /// <summary>How it differs from all prices of the plan; null if it doesn't, or if there is no plan. Amounts of usage and tiers aren't compared.</summary>
    public PriceDifference? Difference =>
        PlanPrice is not { } price ? null
        : price.Currency != Currency ? PriceDifference.Currency
        : Months != (PlanInterval is Pure.Amounts.PlanInterval.Year ? 12 : 1) ? PriceDifference.Interval
        : Amount is { } amount && !IsMetered && amount != price.Amount ? PriceDifference.Amount
        : null;

    private int? Months =>
        Interval switch
        {
            "month" => Intervals,
            "year" => 12 * Intervals,
            _ => null,
        };
}

/// <summary>Why a plan is proposed for a price.</summary>
public enum PriceProposal
{
    Name,
    Amount,
    NameAndAmount,
}

/// <summary>How a price differs from the prices of its plan.</summary>
public enum PriceDifference
{
    Currency,
    Interval,
    Amount,
}
