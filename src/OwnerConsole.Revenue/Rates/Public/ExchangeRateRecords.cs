using OwnerConsole.Data;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Revenue.Rates.Public;

/// <summary>Reads exchange rates.</summary>
public static class ExchangeRateRecords
{
    /// <summary>Current rates (tenant_id, currency, day, source, per_euro, opened_at). A manual rate replaces the published one of its day.</summary>
    public const string Current = """
        select distinct on (e.currency, e.day) e.tenant_id, e.currency, e.day, e.source, e.per_euro, e.opened_at
          from rates.exchange_rates e
         where e.tenant_id = 'tnt_platform' and e.closed_by is null
         order by e.currency, e.day, e.source = 'manual' desc
        """;

    /// <param name="work">A transaction that names the platform, or reads all tenants.</param>
    /// <param name="since">First day to convert on; null for all days.</param>
    /// <returns>Rates of some currencies; none if there is only one currency.</returns>
    public static async Task<ExchangeRates> Load(IReadOnlyCollection<string> currencies, DateOnly? since, UnitOfWork work) =>
        new(
            currencies.Count < 2
                ? []
                : await work.List<ExchangeRate>(
                    $"select r.day, r.currency, r.per_euro from ({Current}) r where r.currency = any(@currencies) and r.day >= @since",
                    new { currencies, since = since?.AddDays(-ExchangeRates.MaxAge) ?? DateOnly.MinValue }
                )
        );

    /// <summary>Loads what is needed to convert MRR into the reporting currency.</summary>
    /// <param name="currencies">Currencies that tenants pay in.</param>
    /// <param name="since">Time of the first payment, because earlier rates aren't needed; null for all rates.</param>
    public static async Task<MrrConversion> LoadConversion(IEnumerable<string> currencies, UnitOfWork work, DateTimeOffset? since = null)
    {
        var reporting = await ReportingSettings.Of(work);
        IReadOnlyCollection<string> used = [.. currencies.Append(reporting.Currency).Distinct(StringComparer.Ordinal)];
        if (used.Count < 2)
            return new(reporting.Currency, new([]), reporting.Zone, work.Now);
        var constantDay = await FindConstantDay(work);
        var first = since is { } at ? reporting.Zone.DayOf(at) : (DateOnly?)null;
        return new(reporting.Currency, await Load(used, constantDay < first ? constantDay : first, work), reporting.Zone, work.Now, constantDay);
    }

    /// <returns>Day whose rates amounts in constant currency use; null if nothing was converted yet.</returns>
    public static Task<DateOnly?> FindConstantDay(UnitOfWork work) => work.One<DateOnly?>("select constant_day from movements.settings");
}
