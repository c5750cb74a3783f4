using System.Text.Json.Serialization;
using OwnerConsole.Data;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Plans.Plans.Public;

/// <summary>Price of one unit of a plan.</summary>
/// <param name="Price">Price per billing interval.</param>
/// <param name="Interval">Billing interval.</param>
public sealed record PlanPrice(Money Price, PlanInterval Interval)
{
    /// <summary>The recurring price.</summary>
    [JsonIgnore]
    public RecurringPrice Each => new(Price, Unit);

    /// <summary>The billing interval as a period unit, as revenue uses it.</summary>
    [JsonIgnore]
    public PeriodUnit Unit => Interval is PlanInterval.Year ? PeriodUnit.Year : PeriodUnit.Month;

    /// <summary>Display text, such as <c>49.00 USD a month</c>.</summary>
    public override string ToString() => Price.Amount == 0 ? "free" : $"{Price} a {Interval.ToText()}";

    /// <summary>Whether this price applies to an interval and currency. The first price of a plan applies when no currency is reported.</summary>
    /// <param name="interval">Reported interval.</param>
    /// <param name="currency">Reported currency; null when none was reported.</param>
    /// <param name="isFirst">Whether this is the first price of its plan.</param>
    public bool IsFor(PeriodUnit? interval, string? currency, bool isFirst) => currency is null ? isFirst : (interval, currency) == (Unit, Price.Currency);
}
