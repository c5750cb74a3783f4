using OwnerConsole.Data;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Revenue.Rates;

/// <summary>Stores published rates.</summary>
internal static class RateStore
{
    public const string Origin = "rates.publish";

    /// <returns>Number of rates that were new or different.</returns>
    public static async Task<int> Save(IReadOnlyList<ExchangeRate> rates, Database database, CancellationToken stop)
    {
        await using var work = await database.Write(WriteOrigin.Intake(Origin), [IdGenerator.Platform], stop);
        var changed = await work.Execute(
            """
            insert into rates.exchange_rates as e (currency, day, source, per_euro, opened_by, opened_at)
            select n.currency, n.day, 'published', n.per_euro, '', clock_timestamp() from unnest(@currencies, @days, @rates) n(currency, day, per_euro)
             order by 1, 2
            on conflict (tenant_id, currency, day, source, opened_by) do update set per_euro = excluded.per_euro, opened_at = excluded.opened_at
             where e.per_euro <> excluded.per_euro
            """,
            new
            {
                currencies = rates.Select(rate => rate.Currency).ToArray(),
                days = rates.Select(rate => rate.Day).ToArray(),
                rates = rates.Select(rate => rate.PerEuro).ToArray(),
            }
        );
        await work.Commit();
        return changed;
    }
}
