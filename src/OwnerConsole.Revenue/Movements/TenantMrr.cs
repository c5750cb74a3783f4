using OwnerConsole.Data;

namespace OwnerConsole.Revenue.Movements;

/// <inheritdoc cref="Kernel.Tenancy.TenantRevenue"/>
internal static class TenantMrr
{
    public static async Task<IReadOnlyDictionary<string, long>> Find(IReadOnlyCollection<string> tenants, UnitOfWork work) =>
        tenants.Count == 0 || HiddenFields.Has(FieldClass.Money)
            ? new Dictionary<string, long>(StringComparer.Ordinal)
            : (
                await work.List<Row>(
                    """
                    select tenant_id, sum(delta_minor) as minor
                      from movements.balances
                     where tenant_id = any(@tenants) and currency = (select currency from core.reporting)
                     group by tenant_id
                    """,
                    new { tenants = tenants.Distinct(StringComparer.Ordinal).ToArray() }
                )
            ).ToDictionary(row => row.TenantId, row => Pure.Amounts.Mrr.RoundForDisplay(row.Minor), StringComparer.Ordinal);

    private sealed record Row(string TenantId, decimal Minor);
}
