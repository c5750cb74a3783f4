namespace OwnerConsole.Pure.Dunning;

/// <summary>Effect of a step of dunning on a tenant.</summary>
public enum DunningAction
{
    /// <summary>An email about the failed payment is sent to the tenant's contact.</summary>
    Email,

    /// <summary>The application shows its data without allowing changes.</summary>
    ReadOnly,

    /// <summary>No one of the tenant can sign in.</summary>
    Suspend,

    /// <summary>The subscription ends with its current period.</summary>
    Cancel,
}
