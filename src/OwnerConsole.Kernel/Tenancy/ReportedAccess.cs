namespace OwnerConsole.Kernel.Tenancy;

/// <summary>Access that an application really gives to the users of a tenant.</summary>
public enum ReportedAccess
{
    Full,

    /// <summary>Users can see their data, and change nothing.</summary>
    ReadOnly,

    None,
}
