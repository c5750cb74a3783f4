using System.ComponentModel;

namespace OwnerConsole.Tenants.Access;

/// <summary>Reason for a suspension. The application can show a different page for each.</summary>
public enum SuspensionCause
{
    Billing,
    Compliance,
    Abuse,
    Other,

    /// <summary>Access was revoked, which also ends grants. Can't be chosen when suspending.</summary>
    [Browsable(false)]
    Revoked,

    /// <summary>The tenant is scheduled for deletion. Can't be chosen when suspending.</summary>
    [Browsable(false)]
    Deletion,
}
