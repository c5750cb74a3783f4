using OwnerConsole.Data;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Revenue.Movements;

/// <inheritdoc cref="Kernel.Tenancy.TenantRevenue"/>
internal static class TenantMrr
{
    public static readonly TenantMrrStatement OfAll = new(
        """
        select tenant_id, sum(delta_minor) as mrr
          from movements.balances
         where mode = @mode and currency = (select currency from core.reporting)
         group by tenant_id
        """
    );

    public static async Task<IReadOnlyDictionary<string, Money>> Find(IReadOnlyCollection<string> tenants, UnitOfWork work) =>
        tenants.Count == 0 || HiddenFields.Has(FieldClass.Money)
            ? new Dictionary<string, Money>(StringComparer.Ordinal)
            : (
                await work.List<Row>(
                    """
                    select tenant_id, currency, sum(delta_minor) as minor
                      from movements.balances
                     where tenant_id = any(@tenants) and currency = (select currency from core.reporting)
                     group by tenant_id, currency
                    """,
                    new { tenants = tenants.Distinct(StringComparer.Ordinal).ToArray() }
                )
            ).ToDictionary(row => row.TenantId, row => new Money(Mrr.RoundForDisplay(row.Minor), row.Currency), StringComparer.Ordinal);

    private sealed record Row(string TenantId, string Currency, decimal Minor);
}
