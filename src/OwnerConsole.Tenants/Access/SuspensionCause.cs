using System.ComponentModel;

namespace OwnerConsole.Tenants.Access;

/// <summary>Why a tenant is suspended; the application may show its people another page for each.</summary>
public enum SuspensionCause
{
    Billing,
    Compliance,
    Abuse,
    Other,

    /// <summary>Its access was revoked, which also ends its grants: nobody suspends by this word.</summary>
    [Browsable(false)]
    Revoked,
}
