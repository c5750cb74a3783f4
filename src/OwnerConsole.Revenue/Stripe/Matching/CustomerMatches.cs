using OwnerConsole.Data;
using OwnerConsole.Revenue.Billing.Public;

namespace OwnerConsole.Revenue.Stripe.Matching;

/// <summary>Decisions of people about which tenant a customer belongs to.</summary>
internal static class CustomerMatches
{
    /// <summary>Current decisions; a customer has at most one.</summary>
    public static readonly StateRows Rows = new("stripe.customer_matches", "customer_id")
    {
        Conflict = "other.account_id = this.account_id and other.customer_id = this.customer_id",
    };

    /// <returns>The current decisions about these customers.</returns>
    public static Task<IReadOnlyList<CustomerMatch>> Find(IReadOnlyCollection<string> customers, UnitOfWork work) =>
        work.List<CustomerMatch>(
            "select m.tenant_id, m.account_id, m.customer_id from stripe.customer_matches m where m.customer_id = any(@customers) and m.closed_by is null",
            new { customers }
        );

    /// <summary>Closes decisions. The customers belong to no tenant then, until the projection finds one that their metadata or a report names.</summary>
    /// <param name="close">Closes the decisions about some customers, and returns those customers.</param>
    /// <returns>Customers whose decision was closed.</returns>
    public static async Task<IReadOnlyList<string>> Remove(
        IReadOnlyList<StripeCustomerFacts> customers,
        Func<IReadOnlyCollection<string>, Task<IReadOnlyList<string>>> close,
        UnitOfWork work
    )
    {
        var closed = (await close([.. customers.Select(customer => customer.CustomerId)])).ToHashSet(StringComparer.Ordinal);
        List<StripeCustomerFacts> removed = [.. customers.Where(customer => closed.Contains(customer.CustomerId))];
        await BillingRecords.MoveCustomers(
            [
                .. removed
                    .Where(customer => customer.MatchedTenant is not null)
                    .Select(customer => (customer.AccountId, customer.CustomerId, customer.MatchedTenant!, IdGenerator.Platform)),
            ],
            matchedBy: null,
            work
        );
        work.Defer(
            """
            update stripe.objects o set is_projected = false
              from unnest(@accounts, @customers) n(account_id, customer_id)
             where o.tenant_id = 'tnt_platform' and o.account_id = n.account_id and o.object_id = n.customer_id
            """,
            new { accounts = removed.Select(customer => customer.AccountId).ToArray(), customers = removed.Select(customer => customer.CustomerId).ToArray() }
        );
        return [.. closed];
    }
}

internal sealed record CustomerMatch(string TenantId, string AccountId, string CustomerId);
