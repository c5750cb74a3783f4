namespace OwnerConsole.Tenants.Directory;

/// <summary>When the last of a tenant's people was there.</summary>
public enum Activity
{
    /// <summary>In the last seven days.</summary>
    Week,

    /// <summary>In the last thirty days.</summary>
    Month,

    /// <summary>Once, and not for thirty days.</summary>
    Quiet,

    Never,
}
