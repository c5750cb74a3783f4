using OwnerConsole.Data;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Revenue.Rates;

/// <summary>A currency that tenants pay in, other than the reporting currency.</summary>
/// <param name="Tenants">Tenants that pay in it now.</param>
/// <param name="Minor">Their MRR in this currency.</param>
/// <param name="Unconverted">Tenants whose MRR isn't converted because a rate is missing.</param>
/// <param name="MissingDay">First day of a missing rate; null if none is missing.</param>
public sealed record UsedCurrency(string Currency, long Tenants, decimal Minor, long Unconverted, DateOnly? MissingDay)
{
    /// <param name="reporting">The reporting currency.</param>
    /// <returns>The currency whose rate is missing. Rates are per euro, so the euro has none.</returns>
    public string Missing(string reporting) =>
        Currency == "EUR" ? reporting
        : reporting == "EUR" ? Currency
        : $"{Currency} or {reporting}";

    public Money Amount => new(Mrr.RoundForDisplay(Minor), Currency);

    public static Task<IReadOnlyList<UsedCurrency>> Find(Mode mode, UnitOfWork work) =>
        work.List<UsedCurrency>(
            """
            select c.currency, count(*) filter (where c.native_minor > 0) as tenants, coalesce(sum(c.native_minor), 0) as minor,
                   count(*) filter (where exists (select from movements.currencies m where m.tenant_id = c.tenant_id and m.missing_day is not null)) as unconverted, min(c.missing_day) as missing_day
              from movements.currencies c
             where c.mode = @mode and c.currency <> (select currency from core.reporting)
             group by c.currency
             order by c.currency
            """,
            new { mode }
        );
}
