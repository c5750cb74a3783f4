namespace OwnerConsole.Kernel.Tenancy;

/// <summary>The one word for a tenant, derived from open facts; the first that holds is shown.</summary>
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

/// <summary>Where a tenant is in its life, as the application reports it.</summary>
public enum Lifecycle
{
    Trial,
    Active,
    Cancelled,
    Anonymised,
}
