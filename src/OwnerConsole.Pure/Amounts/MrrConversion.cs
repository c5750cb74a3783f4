using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Pure.Amounts;

/// <summary>How MRR in other currencies is converted into the reporting currency.</summary>
/// <param name="Currency">The reporting currency.</param>
/// <param name="Rates">Rates of all currencies that are converted.</param>
/// <param name="Zone">Time zone of days and months.</param>
/// <param name="Now">Current time. Months that end later aren't revalued yet.</param>
/// <param name="ConstantDay">Day of the rates for amounts in constant currency; null if there are none.</param>
public sealed record MrrConversion(string Currency, ExchangeRates Rates, Zone Zone, DateTimeOffset Now, DateOnly? ConstantDay = null)
{
    /// <returns>Last instants of all months that ended between two times.</returns>
    internal IReadOnlyList<DateTimeOffset> MonthEnds(DateTimeOffset after, DateTimeOffset before)
    {
        var ends = new List<DateTimeOffset>();
        var day = Zone.DayOf(after);
        for (var month = new DateOnly(day.Year, day.Month, 1).AddMonths(1); Zone.StartOf(month) is var start && start <= Now; month = month.AddMonths(1))
        {
            var last = start.AddTicks(-TimeSpan.TicksPerMicrosecond); // the resolution of stored times
            if (last >= before)
                break;
            if (last > after)
                ends.Add(last);
        }
        return ends;
    }

    /// <returns>The state in the reporting currency at the rates of a time; null if a rate is missing.</returns>
    internal RevenueState? Convert(RevenueState state, DateTimeOffset at)
    {
        var day = Zone.DayOf(at);
        return Convert(state, currency => Rates.Factor(currency, Currency, day));
    }

    /// <returns>The state at the rates of the constant day; null if there is no such day or a rate is missing.</returns>
    internal RevenueState? ConvertConstantly(RevenueState state) =>
        ConstantDay is { } day ? Convert(state, currency => Rates.FactorFrom(currency, Currency, day)) : null;

    /// <returns>Currencies of a state whose rate is missing at a time, with the day.</returns>
    internal IEnumerable<(string Currency, DateOnly Day)> FindMissing(RevenueState state, DateTimeOffset at)
    {
        var day = Zone.DayOf(at);
        return state
            .Amounts.Keys.Select(key => key.Currency)
            .Distinct(StringComparer.Ordinal)
            .Where(currency => Rates.Factor(currency, Currency, day) is null)
            .Select(currency => (currency, day));
    }

    private RevenueState? Convert(RevenueState state, Func<string, decimal?> factorOf)
    {
        var amounts = new Dictionary<(string, string), decimal>();
        foreach (var ((currency, plan), minor) in state.Amounts)
        {
            if (factorOf(currency) is not { } factor)
                return null;
            amounts[(Currency, plan)] = amounts.GetValueOrDefault((Currency, plan)) + Math.Round(minor * factor, Mrr.Decimals);
        }
        return state with { Amounts = amounts };
    }
}

/// <summary>One customer's movements in the currencies that it pays in, and in the reporting currency.</summary>
/// <param name="Movements">In order of time. Those in the reporting currency combine all currencies, unless a rate is missing.</param>
/// <param name="Currencies">Current MRR by currency if the customer ever paid in another one than the reporting currency; otherwise empty.</param>
public sealed record ConvertedMovements(IReadOnlyList<Movement> Movements, IReadOnlyList<CurrencyMrr> Currencies);

/// <summary>A customer's current MRR in one of its currencies.</summary>
/// <param name="Currency">ISO 4217 code.</param>
/// <param name="Minor">Unrounded amount in minor units of the currency.</param>
/// <param name="MissingDay">First day on which the rate of the currency is missing, so that nothing of this customer is converted; null if none is.</param>
/// <param name="Factor">Factor that it was last converted with; null if nothing is converted or it was 0 by then.</param>
public sealed record CurrencyMrr(string Currency, decimal Minor, DateOnly? MissingDay, decimal? Factor);
