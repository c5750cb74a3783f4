using System.ComponentModel;

namespace OwnerConsole.Messaging.Automations;

/// <summary>Selects automations for the page and the API.</summary>
/// <param name="Text">Part of the name, or an id.</param>
/// <param name="Kind">Whether they run operations; null for all.</param>
public sealed record AutomationFilter(string? Text = null, AutomationState? State = null, string? Cursor = null, int Limit = 50, AutomationKind? Kind = null);

/// <summary>What the steps of an automation do.</summary>
public enum AutomationKind
{
    /// <summary>They only send messages.</summary>
    Messages,

    /// <summary>They run operations, and can send messages as well.</summary>
    Lifecycle,
}

/// <summary>Whether an automation starts sequences.</summary>
public enum AutomationState
{
    On,
    Off,
}

/// <summary>Who receives the messages of an automation.</summary>
public enum AutomationAudience
{
    /// <summary>The member who owns the tenant. Emails go to the contact address of the tenant if there is no such member.</summary>
    [Description("Owner or contact of the tenant")]
    Owner,

    /// <summary>The member that a sequence is about, or otherwise the members of the tenant who meet the conditions on attributes of members.</summary>
    [Description("Users of the tenant, or the user that it starts for")]
    Members,
}
