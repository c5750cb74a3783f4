using System.ComponentModel;

namespace OwnerConsole.Integrations.Webhooks;

/// <summary>Which events of a period are sent again.</summary>
public enum ReplayScope
{
    /// <summary>Events whose delivery failed, and events that were never sent to the endpoint, such as while it was disabled.</summary>
    [Description("Failed or never sent")]
    Undelivered,

    /// <summary>All events, including those that were delivered.</summary>
    [Description("All events")]
    All,
}
