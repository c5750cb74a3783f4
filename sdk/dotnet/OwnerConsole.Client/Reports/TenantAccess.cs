namespace OwnerConsole.Client;

/// <summary>Access that your application really gives to the users of a tenant.</summary>
public enum TenantAccess
{
    Full,

    /// <summary>Users can see their data, and change nothing.</summary>
    ReadOnly,
    None,
}
