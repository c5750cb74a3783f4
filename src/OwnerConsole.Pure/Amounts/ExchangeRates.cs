namespace OwnerConsole.Pure.Amounts;

/// <summary>Reference rates of currencies by day, as units of the currency per euro.</summary>
public sealed class ExchangeRates
{
    private const string Base = "EUR";

    /// <summary>Days after which a rate is too old to be used. Central banks publish none on weekends and holidays.</summary>
    public const int MaxAge = 7;

    private readonly Dictionary<string, SortedList<DateOnly, decimal>> _rates = new(StringComparer.Ordinal);

    /// <param name="rates">At most one rate per currency and day, each above 0.</param>
    public ExchangeRates(IEnumerable<ExchangeRate> rates)
    {
        foreach (var rate in rates)
        {
            if (!_rates.TryGetValue(rate.Currency, out var days))
                _rates.Add(rate.Currency, days = []);
            days.Add(rate.Day, rate.PerEuro);
        }
    }

    /// <returns>Factor that converts minor units of a currency into those of another one on a day; null if a rate is missing or older than
    /// <see cref="MaxAge"/> days.</returns>
    public decimal? Factor(string from, string to, DateOnly day) => Factor(from, to, currency => PerEuro(currency, day));

    /// <returns>The last rate on or before a day; null if there is none within <see cref="MaxAge"/> days.</returns>
    public decimal? PerEuro(string currency, DateOnly day)
    {
        if (currency == Base)
            return 1;
        if (!_rates.TryGetValue(currency, out var days))
            return null;
        var (low, high) = (0, days.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (days.GetKeyAtIndex(middle) <= day)
                low = middle + 1;
            else
                high = middle;
        }
        return low > 0 && day.DayNumber - days.GetKeyAtIndex(low - 1).DayNumber <= MaxAge ? days.GetValueAtIndex(low - 1) : null;
    }

    /// <returns>The factor of a day, from the first later rates if there are none; null if there are none at all.</returns>
    public decimal? FactorFrom(string from, string to, DateOnly day) => Factor(from, to, currency => PerEuroFrom(currency, day));

    private static decimal? Factor(string from, string to, Func<string, decimal?> perEuro) =>
        from == to ? 1
        : perEuro(from) is { } one && perEuro(to) is { } other ? other / one * (Currency.Scale(to) / Currency.Scale(from))
        : null;

    private decimal? PerEuroFrom(string currency, DateOnly day) =>
        PerEuro(currency, day)
        ?? (_rates.TryGetValue(currency, out var days) && days.Keys.FirstOrDefault(other => other > day) is var first && first > day ? days[first] : null);
}

/// <summary>Reference rate of a currency on a day.</summary>
/// <param name="Day">Day of the rate.</param>
/// <param name="Currency">ISO 4217 code.</param>
/// <param name="PerEuro">Units of the currency per euro, above 0.</param>
public sealed record ExchangeRate(DateOnly Day, string Currency, decimal PerEuro);
