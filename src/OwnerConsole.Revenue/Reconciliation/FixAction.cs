namespace OwnerConsole.Revenue.Reconciliation;

/// <summary>How a finding is resolved.</summary>
public enum FixAction
{
    /// <summary>The suspension of the tenant is lifted.</summary>
    RestoreAccess,

    /// <summary>The tenant gets the plans of its subscriptions.</summary>
    SetPlan,

    /// <summary>The object is read from Stripe again.</summary>
    Sync,
}
