namespace OwnerConsole.Kernel.Tenancy;

/// <summary>Status of a tenant, derived from open facts. The first one that applies is shown.</summary>
public enum TenantStatus
{
    Anonymised,
    Cancelled,
    Suspended,
    Blocked,
    PastDue,
    Trial,
    Active,
}

/// <summary>Lifecycle of a tenant as reported by the application.</summary>
public enum TenantLifecycle
{
    Trial,
    Active,
    Cancelled,
    Anonymised,
}
