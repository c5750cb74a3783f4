using System.ComponentModel;

namespace OwnerConsole.Integrations.Webhooks;

/// <summary>Why an endpoint is disabled.</summary>
public enum DisableCause
{
    /// <summary>A team member disabled it.</summary>
    Paused,

    /// <summary>It responded with 410 Gone.</summary>
    [Browsable(false)]
    Gone,

    /// <summary>All deliveries failed for five days.</summary>
    [Browsable(false)]
    Failing,
}
