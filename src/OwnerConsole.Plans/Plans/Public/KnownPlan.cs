using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Plans.Plans.Public;

/// <summary>An available plan.</summary>
/// <param name="Key">Key that the application reports.</param>
/// <param name="Others">Additional prices as stored.</param>
/// <param name="Number">Number of the current version.</param>
/// <param name="IsAddon">Whether its limits are added to those of other plans, once per unit.</param>
/// <param name="Revision">Number that grows with every change of the plan's terms.</param>
public sealed record KnownPlan(
    string PlanId,
    string Key,
    string Name,
    long Amount,
    string Currency,
    PlanInterval Interval,
    JsonElement Others,
    int TrialDays,
    int Number,
    bool IsAddon,
    long Revision
)
{
    public Money Price => new(Amount, Currency);

    /// <summary>Additional prices, for another interval or in another currency.</summary>
    public IReadOnlyList<PlanPrice> OtherPrices => Json.Read<IReadOnlyList<PlanPrice>>(Others, "other_prices");

    /// <summary>All prices, first price first.</summary>
    public IReadOnlyList<PlanPrice> Prices => [new(Price, Interval), .. OtherPrices];

    public bool IsPaid => Amount > 0;

    /// <returns>The price for an interval and currency; null when the plan has no such price.</returns>
    public PlanPrice? FindPrice(PeriodUnit? interval, string? currency) =>
        Prices.Index().FirstOrDefault(one => one.Item.IsFor(interval, currency, one.Index == 0)).Item;
}
