namespace OwnerConsole.Tenants.Directory;

/// <summary>How recently any member of a tenant was active.</summary>
public enum Activity
{
    /// <summary>Active in the last 7 days.</summary>
    Week,

    /// <summary>Active in the last 30 days.</summary>
    Month,

    /// <summary>Active before, but not in the last 30 days.</summary>
    Quiet,

    Never,
}
