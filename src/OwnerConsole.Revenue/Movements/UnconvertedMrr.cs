using OwnerConsole.Data;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Revenue.Movements;

/// <inheritdoc cref="Kernel.Tenancy.UnconvertedRevenue"/>
internal static class UnconvertedMrr
{
    public static async Task<IReadOnlyList<Money>> Find(Mode mode, UnitOfWork work) =>
        HiddenFields.Has(FieldClass.Money)
            ? []
            :
            [
                .. (
                    await work.List<Sum>(
                        """
                        select c.currency, sum(c.native_minor) as minor
                          from movements.currencies c
                         where c.mode = @mode and c.currency <> (select currency from core.reporting)
                           and exists (select from movements.currencies m where m.tenant_id = c.tenant_id and m.missing_day is not null)
                         group by c.currency
                        having sum(c.native_minor) > 0
                         order by c.currency
                        """,
                        new { mode }
                    )
                ).Select(sum => new Money(Mrr.RoundForDisplay(sum.Minor), sum.Currency)),
            ];

    private sealed record Sum(string Currency, decimal Minor);
}
