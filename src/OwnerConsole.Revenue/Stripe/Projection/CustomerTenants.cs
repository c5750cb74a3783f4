using OwnerConsole.Data;

namespace OwnerConsole.Revenue.Stripe.Projection;

/// <summary>Reads the tenants that customers belong to according to their records.</summary>
internal static class CustomerTenants
{
    /// <param name="customers">Account and id; customers without a record are left out.</param>
    public static async Task<IReadOnlyDictionary<(string Account, string Id), string>> Find(
        IReadOnlyCollection<(string Account, string Id)> customers,
        UnitOfWork work
    ) =>
        (
            await work.List<Row>(
                "select c.account_id, c.id, c.tenant_id from unnest(@accounts, @ids) n(account_id, id) join billing.customers c using (account_id, id)",
                new { accounts = customers.Select(customer => customer.Account).ToArray(), ids = customers.Select(customer => customer.Id).ToArray() }
            )
        ).ToDictionary(row => (row.AccountId, row.Id), row => row.TenantId);

    private sealed record Row(string AccountId, string Id, string TenantId);
}
