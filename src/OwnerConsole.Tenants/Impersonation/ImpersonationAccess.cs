using System.ComponentModel;

namespace OwnerConsole.Tenants.Impersonation;

/// <summary>Access during an impersonation session.</summary>
public enum ImpersonationAccess
{
    /// <summary>The application rejects every change.</summary>
    [Description("Read only")]
    ReadOnly,

    /// <summary>Everything the member can do.</summary>
    [Description("Full access")]
    Full,
}
