using System.ComponentModel;

namespace OwnerConsole.Pure.Privacy;

/// <summary>How a privacy request arrived.</summary>
public enum PrivacySource
{
    /// <summary>By email.</summary>
    [Description("Email")]
    Email,

    /// <summary>On a page of the application or the portal.</summary>
    [Description("Portal")]
    Portal,

    /// <summary>The team recorded it on its own initiative, or after a call or a letter.</summary>
    [Description("Owner")]
    Owner,
}
