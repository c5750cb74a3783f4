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
    /// <returns>All rates of some currencies.</returns>
    public static async Task<ExchangeRates> Load(IReadOnlyCollection<string> currencies, UnitOfWork work) =>
        new(
            currencies.Count < 2
                ? []
                : await work.List<ExchangeRate>(
                    $"select r.day, r.currency, r.per_euro from ({Current}) r where r.currency = any(@currencies)",
                    new { currencies }
                )
        );

    /// <summary>Loads what is needed to convert MRR into the reporting currency.</summary>
    /// <param name="currencies">Currencies that tenants pay in.</param>
    public static async Task<MrrConversion> LoadConversion(IEnumerable<string> currencies, UnitOfWork work)
    {
        var reporting = await ReportingSettings.Of(work);
        var rates = await Load([.. currencies.Append(reporting.Currency).Distinct(StringComparer.Ordinal)], work);
        return new(reporting.Currency, rates, reporting.Zone, work.Now, await FindConstantDay(work));
    }

    /// <returns>Day whose rates amounts in constant currency use; null if nothing was converted yet.</returns>
    public static Task<DateOnly?> FindConstantDay(UnitOfWork work) => work.One<DateOnly?>("select constant_day from movements.settings");
}
