using System.ComponentModel;

namespace OwnerConsole.Tenants.Impersonation;

/// <summary>What whoever acts as a person may do there.</summary>
public enum ImpersonationAccess
{
    /// <summary>The application refuses every change.</summary>
    [Description("Look only")]
    ReadOnly,

    [Description("Do what the person may do")]
    Full,
}
