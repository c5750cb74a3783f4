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
                        select s.currency, sum(s.delta_minor) as minor
                          from movements.balances s
                         where s.mode = @mode and s.currency <> (select currency from core.reporting)
                         group by s.currency
                        having sum(s.delta_minor) > 0
                         order by s.currency
                        """,
                        new { mode }
                    )
                ).Select(sum => new Money(Mrr.RoundForDisplay(sum.Minor), sum.Currency)),
            ];

    private sealed record Sum(string Currency, decimal Minor);
}
