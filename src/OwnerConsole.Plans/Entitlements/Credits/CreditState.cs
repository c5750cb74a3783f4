namespace OwnerConsole.Plans.Entitlements.Credits;

/// <summary>State of a credit grant.</summary>
public enum CreditState
{
    /// <summary>Credits are left.</summary>
    Open,

    /// <summary>All credits were spent; a refund opens the grant again.</summary>
    Used,
    Expired,
    Voided,
}
