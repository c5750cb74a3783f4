using OwnerConsole.Data;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Revenue.Rates.Public;

/// <summary>Converts single amounts into the reporting currency with the stored rate of a day.</summary>
public sealed class ReportingConverter
{
    private readonly ReportingSettings _reporting;

    private readonly ExchangeRates _rates;

    private ReportingConverter(ReportingSettings reporting, ExchangeRates rates) => (_reporting, _rates) = (reporting, rates);

    /// <summary>The reporting currency.</summary>
    public string Currency => _reporting.Currency;

    /// <param name="currencies">Currencies of the amounts.</param>
    /// <param name="work">A transaction that names the platform, or reads all tenants.</param>
    public static async Task<ReportingConverter> Load(IEnumerable<string> currencies, UnitOfWork work)
    {
        var reporting = await ReportingSettings.Of(work);
        return new(reporting, await ExchangeRateRecords.Load([.. currencies.Append(reporting.Currency).Distinct(StringComparer.Ordinal)], null, work));
    }

    /// <returns>The rounded amount; null if the rate of the day is missing.</returns>
    public Money? Convert(Money amount, DateTimeOffset at) => Convert(amount, _reporting.Zone.DayOf(at));

    /// <inheritdoc cref="Convert(Money, DateTimeOffset)"/>
    public Money? Convert(Money amount, DateOnly day) =>
        _rates.Factor(amount.Currency, Currency, day) is { } factor
            ? new((long)Math.Round(amount.Amount * factor, MidpointRounding.AwayFromZero), Currency)
            : null;
}
