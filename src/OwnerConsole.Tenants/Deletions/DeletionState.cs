namespace OwnerConsole.Tenants.Deletions;

/// <summary>States of the deletion of a tenant.</summary>
public enum DeletionState
{
    /// <summary>The waiting period hasn't ended, or the next step follows within a minute.</summary>
    Scheduled,

    /// <summary>It waits until a legal hold on the tenant or one of its members ends.</summary>
    OnHold,

    /// <summary>The application was asked to erase its data.</summary>
    Erasing,

    /// <summary>The last attempt failed, and another one follows.</summary>
    Retrying,

    Deleted,
    Cancelled,
}
