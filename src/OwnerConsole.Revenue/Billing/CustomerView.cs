using OwnerConsole.Data;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Revenue.Billing;

/// <summary>A customer in the API.</summary>
/// <param name="Id">cus_…</param>
/// <param name="TenantId">null if it belongs to no tenant.</param>
/// <param name="MatchedBy">Why it belongs to its tenant: person, metadata or report.</param>
/// <param name="ProposedTenantId">Tenant with the same email or email domain, if it belongs to none.</param>
/// <param name="Conflict">Why it can't be matched.</param>
/// <param name="Paid">Sum of its payments in its currency without refunds; null before the first charge.</param>
/// <param name="Mrr">MRR of its subscriptions in its currency; null before the first charge.</param>
/// <param name="Balance">Negative for a credit for the next invoice; null before the first charge.</param>
/// <param name="IsDelinquent">Whether the last invoice is unpaid.</param>
/// <param name="Card">Default payment method, such as visa 4242.</param>
/// <param name="DeletedAt">When the console learned that it was deleted in Stripe.</param>
/// <param name="Sync">null if the caller can't see events.</param>
/// <param name="SyncedAt">When it was last read from Stripe.</param>
public sealed record CustomerView(
    string Id,
    string? TenantId,
    string? Name,
    [property: Sensitive(FieldClass.Contact)] string? Email,
    string? MatchedBy,
    string? ProposedTenantId,
    string? Conflict,
    Money? Paid,
    Money? Mrr,
    Money? Balance,
    bool IsDelinquent,
    string? Card,
    DateTimeOffset CreatedAt,
    DateTimeOffset? DeletedAt,
    RecordSync? Sync,
    DateTimeOffset SyncedAt
)
{
    internal static CustomerView Of(BillingCustomer row) =>
        new(
            row.Id,
            row.TenantId,
            row.Name,
            row.Email,
            row.MatchedBy,
            row.ProposedTenantId,
            row.Conflict,
            row.Paid,
            row.Monthly,
            row.Balance,
            row.IsDelinquent,
            row.Card,
            row.CreatedAt,
            row.DeletedAt,
            row.Sync,
            row.SyncedAt
        );
}
