namespace OwnerConsole.Pure.Amounts;

/// <summary>Recurring price per unit.</summary>
/// <param name="Price">Price per unit and period.</param>
/// <param name="Unit">Unit of the period.</param>
/// <param name="Units">Number of units per period: 3 months is a quarterly price.</param>
public sealed record RecurringPrice(Money Price, PeriodUnit Unit, int Units = 1)
{
    /// <summary>Monthly revenue of a quantity: a year has 12 months, 52 weeks or 365 days, regardless of the month.</summary>
    /// <param name="quantity">Quantity, at least 0.</param>
    /// <returns>Amount in minor units of the currency, rounded once after multiplying, with halves rounded up.</returns>
    /// <exception cref="OverflowException">The amount exceeds a long.</exception>
    /// <remarks>Definition: mrr/v1, which converts years like Stripe, ProfitWell and Kill Bill; source named in docs/reference/metrics.md.</remarks>
    public long Monthly(long quantity)
    {
        var (times, months) = MonthlyFactor(Unit, Units);
        var (whole, over) = Int128.DivRem((Int128)Price.Amount * quantity * times, months);
        return checked((long)(2 * over >= months ? whole + 1 : whole));
    }

    /// <summary>The unrounded monthly revenue, for sums: twelve twelfths are the yearly price again, for any number of customers.</summary>
    /// <returns>Amount in minor units of the currency, with <see cref="Mrr.Decimals"/> decimals.</returns>
    public decimal MonthlyExact(long quantity)
    {
        var (times, months) = MonthlyFactor(Unit, Units);
        return Math.Round((decimal)Price.Amount * quantity * times / months, Mrr.Decimals, MidpointRounding.AwayFromZero);
    }

    /// <summary>Factor and divisor that convert an amount per period to a month.</summary>
    internal static (int Times, long Months) MonthlyFactor(PeriodUnit unit, int units) =>
        unit switch
        {
            PeriodUnit.Day => (365, 12L * units),
            PeriodUnit.Week => (52, 12L * units),
            PeriodUnit.Month => (1, units),
            _ => (1, 12L * units),
        };
}
