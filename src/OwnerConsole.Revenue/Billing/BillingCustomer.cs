using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Revenue.Billing;

/// <summary>A customer.</summary>
/// <param name="Currency">Null before the first charge.</param>
/// <param name="BalanceMinor">Negative for a credit for the next invoice.</param>
/// <param name="IsDelinquent">Whether the last invoice is unpaid.</param>
/// <param name="MatchedBy">Why it belongs to its tenant: person, metadata or report.</param>
/// <param name="ProposedTenantId">Tenant with the same email or email domain, if it belongs to none.</param>
/// <param name="ProposedTenant">Name of that tenant.</param>
/// <param name="Conflict">Why it can't be matched.</param>
/// <param name="PaidMinor">Sum of its payments in its currency without refunds.</param>
/// <param name="MrrMinor">MRR of its subscriptions in its currency, with decimals.</param>
/// <param name="Sync">Null if the caller can't see events.</param>
public sealed record BillingCustomer(
    string Id,
    string? TenantId,
    string? Tenant,
    string? Name,
    string? Email,
    string? Currency,
    long BalanceMinor,
    bool IsDelinquent,
    string? Card,
    string? MatchedBy,
    string? ProposedTenantId,
    string? ProposedTenant,
    string? Conflict,
    long PaidMinor,
    decimal MrrMinor,
    DateTimeOffset CreatedAt,
    DateTimeOffset? DeletedAt,
    RecordSync? Sync,
    DateTimeOffset SyncedAt
) : IBillingRecord
{
    public string? CustomerId => Id;

    public string? Customer => Name;

    public Money? Paid => Of(PaidMinor);

    public Money? Monthly => Of(Mrr.RoundForDisplay(MrrMinor));

    public Money? Balance => Of(BalanceMinor);

    private Money? Of(long minor) => Currency is null ? null : new(minor, Currency);
}
