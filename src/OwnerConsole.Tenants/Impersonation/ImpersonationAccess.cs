using System.ComponentModel;

namespace OwnerConsole.Tenants.Impersonation;

/// <summary>Access during an impersonation session.</summary>
public enum ImpersonationAccess
{
    /// <summary>The application rejects every change.</summary>
    [Description("Read only")]
    ReadOnly,

    [Description("Full access of the person")]
    Full,
}
