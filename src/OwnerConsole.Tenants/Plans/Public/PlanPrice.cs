using System.Text.Json.Serialization;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Tenants.Plans.Public;

/// <summary>What one piece of a plan costs.</summary>
/// <param name="Interval">that is paid for</param>
public sealed record PlanPrice(Money Price, PlanInterval Interval)
{
    /// <summary>What is paid again and again.</summary>
    [JsonIgnore]
    public RecurringPrice Each => new(Price, Unit);

    /// <summary>The same as whoever counts money knows it.</summary>
    [JsonIgnore]
    public PeriodUnit Unit => Interval is PlanInterval.Year ? PeriodUnit.Year : PeriodUnit.Month;

    /// <summary>As people read it: <c>49.00 USD a month</c>.</summary>
    public override string ToString() => Price.Amount == 0 ? "free" : $"{Price} a {Interval.ToText()}";

    /// <summary>Whether it is what somebody pays who says so; the first of several prices is for whoever says nothing.</summary>
    /// <param name="isFirst">of its plan</param>
    public bool IsFor(PeriodUnit? interval, string? currency, bool isFirst) => currency is null ? isFirst : (interval, currency) == (Unit, Price.Currency);
}
