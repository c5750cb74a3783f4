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
        var (times, months) = Norm;
        var (whole, over) = Int128.DivRem((Int128)Price.Amount * quantity * times, months);
        return checked((long)(2 * over >= months ? whole + 1 : whole));
    }

    /// <summary>The same without rounding, for what is added up: twelve times a twelfth is the year's price again, of however many customers.</summary>
    /// <returns>in the smallest unit of the currency, to <see cref="Mrr.Decimals"/> digits after the point</returns>
    public decimal MonthlyExact(long quantity)
    {
        var (times, months) = Norm;
        return Math.Round((decimal)Price.Amount * quantity * times / months, Mrr.Decimals, MidpointRounding.AwayFromZero);
    }

    /// <summary>A month's price is so many times the price, divided by so many months.</summary>
    private (int Times, int Months) Norm =>
        Unit switch
        {
            PeriodUnit.Day => (365, 12 * Units),
            PeriodUnit.Week => (52, 12 * Units),
            PeriodUnit.Month => (1, Units),
            _ => (1, 12 * Units),
        };
}
