using System.Text.Json;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Tenants.Plans.Public;

/// <summary>A plan that can be chosen today.</summary>
/// <param name="Key">as the application reports it</param>
/// <param name="Others">its other prices as they are kept</param>
/// <param name="Number">of the version that is sold today</param>
/// <param name="IsAddon">what it grants is added to what other plans grant, once for each piece</param>
/// <param name="Revision">grows with every change of its terms</param>
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

    /// <summary>For another interval, in another currency.</summary>
    public IReadOnlyList<PlanPrice> OtherPrices => Json.Read<IReadOnlyList<PlanPrice>>(Others, "other_prices");

    /// <summary>All of them, the first first.</summary>
    public IReadOnlyList<PlanPrice> Prices => [new(Price, Interval), .. OtherPrices];

    public bool IsPaid => Amount > 0;

    /// <returns>what is paid by who says so; null where it isn't sold so</returns>
    public PlanPrice? Paid(PeriodUnit? interval, string? currency) =>
        Prices.Index().FirstOrDefault(one => one.Item.IsFor(interval, currency, one.Index == 0)).Item;
}
