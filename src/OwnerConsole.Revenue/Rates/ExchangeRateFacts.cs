using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Revenue.Rates.Public;

namespace OwnerConsole.Revenue.Rates;

/// <summary>What entering an exchange rate depends on.</summary>
/// <param name="Today">Current day in the reporting time zone.</param>
/// <param name="Current">Current rate of the currency on the day; null if there is none.</param>
public sealed record ExchangeRateFacts(long Revision, DateOnly Today, decimal? Current) : ISubject
{
    public string Id => IdGenerator.Platform;

    public string TenantId => IdGenerator.Platform;

    public static Task<IReadOnlyList<ExchangeRateFacts>> Load(IReadOnlyList<string> ids, string currency, DateOnly day, UnitOfWork work) =>
        work.List<ExchangeRateFacts>(
            $"""
            select (select count(*) + count(e.closed_by) from rates.exchange_rates e where e.source = 'manual') as revision,
                   (now() at time zone r.zone)::date as today, c.per_euro as current
              from core.reporting r
              left join ({ExchangeRateRecords.Current}) c on c.currency = @currency and c.day = @day
             where 'tnt_platform' = any(@ids)
            """,
            new
            {
                ids,
                currency,
                day,
            }
        );
}
