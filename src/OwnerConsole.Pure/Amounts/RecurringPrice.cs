namespace OwnerConsole.Pure.Amounts;

/// <summary>What one piece costs, again and again.</summary>
/// <param name="Price">for one piece and one period</param>
/// <param name="Unit">of the period</param>
/// <param name="Units">3 and month: it is paid each quarter</param>
public sealed record RecurringPrice(Money Price, PeriodUnit Unit, int Units = 1)
{
    /// <summary>What so many pieces bring in a month: a year is 12 months, 52 weeks or 365 days, whichever months it is asked of.</summary>
    /// <param name="quantity">0 or more</param>
    /// <returns>in the smallest unit of the currency; half a unit is rounded up, once, after multiplying</returns>
    /// <exception cref="OverflowException">more than a long can hold</exception>
    /// <remarks>Definition: mrr/v1, as Stripe, ProfitWell and Kill Bill norm a year; source named in docs/metrics.md.</remarks>
    public long Monthly(long quantity)
    {
        var (times, months) = Unit switch
        {
            PeriodUnit.Day => (365, 12),
            PeriodUnit.Week => (52, 12),
            PeriodUnit.Month => (1, 1),
            _ => (1, 12),
        };
        var (whole, over) = Int128.DivRem((Int128)Price.Amount * quantity * times, (Int128)months * Units);
        return checked((long)(2 * over >= (Int128)months * Units ? whole + 1 : whole));
    }
}
