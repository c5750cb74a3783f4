namespace OwnerConsole.Tenants.Entitlements.Credits;

/// <summary>What became of a grant of credits.</summary>
public enum CreditState
{
    /// <summary>Something of it can be used.</summary>
    Open,

    /// <summary>All of it was used; a refund opens it again.</summary>
    Used,
    Expired,
    Voided,
}
