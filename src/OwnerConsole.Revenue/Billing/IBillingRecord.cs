namespace OwnerConsole.Revenue.Billing;

/// <summary>What all billing records have in common.</summary>
public interface IBillingRecord
{
    /// <summary>Stripe's ID.</summary>
    string Id { get; }

    /// <summary>Null if the customer belongs to no tenant.</summary>
    string? TenantId { get; }

    /// <summary>Name of the tenant.</summary>
    string? Tenant { get; }

    /// <summary>cus_…; null for a payment without a customer.</summary>
    string? CustomerId { get; }

    /// <summary>Name of the customer.</summary>
    string? Customer { get; }

    DateTimeOffset CreatedAt { get; }

    /// <summary>Whether its copy is up to date; null for records that aren't read one by one, and if the caller can't see events.</summary>
    RecordSync? Sync => null;

    /// <summary>Whether the record needs action, so that it is listed first.</summary>
    bool IsUrgent => false;
}
