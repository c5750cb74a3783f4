using OwnerConsole.Messaging.Notifications.Public;

namespace OwnerConsole.Messaging.Automations;

/// <summary>An automation as returned by the API.</summary>
/// <param name="Version">Increases with each change. Sequences keep the version they started with.</param>
/// <param name="Recipe">Key of the recipe that it was installed from; null for one that a person created.</param>
/// <param name="IsOn">Whether events and dates start it.</param>
/// <param name="OnSince">When it was turned on; null while it is off.</param>
/// <param name="PausedSince">When it was paused; null while it is off or not paused.</param>
/// <param name="Events">Types of events that start it; empty if a date or an attribute does.</param>
/// <param name="Date">trial_end, sign_up, renewal, cancellation, plan_version, trial_start or last_activity; null if events or an attribute start it.</param>
/// <param name="OffsetDays">Days after the date; negative for before.</param>
/// <param name="Attribute">Name of the attribute whose change starts it; null if events or a date do.</param>
/// <param name="AttributeFrom">Values before the change, separated by commas; null for any value and for none.</param>
/// <param name="AttributeTo">Values after the change, separated by commas; null for any value and for none.</param>
/// <param name="Conditions">Conditions that a tenant must meet, also before each step.</param>
/// <param name="Steps">Waits, messages and operations in their order.</param>
/// <param name="Goals">Types of events that end a running sequence.</param>
/// <param name="Topic">Key of the topic that members can opt out of.</param>
/// <param name="Priority">low, medium, high or urgent. Urgent messages ignore quiet hours and the limit on messages per member.</param>
/// <param name="Audience">owner or members. In a sequence about a member, members means this one.</param>
/// <param name="Operations">Operations that its steps run, which are its only permissions; empty if it only sends messages.</param>
/// <param name="Once">Whether it starts only once for each tenant, or for each member that its trigger is about.</param>
/// <param name="RunsPerDay">Maximum runs of its operations in 24 hours without approval.</param>
/// <param name="RevenuePerDay">Maximum monthly revenue that its operations affect in 24 hours, in whole units of the reporting currency; null for no limit.</param>
/// <param name="Results">Results of the past 30 days.</param>
public sealed record AutomationView(
    string Id,
    int Version,
    string? Recipe,
    string Name,
    bool IsOn,
    DateTimeOffset? OnSince,
    DateTimeOffset? PausedSince,
    IReadOnlyList<string> Events,
    AutomationDate? Date,
    int OffsetDays,
    string? Attribute,
    string? AttributeFrom,
    string? AttributeTo,
    IReadOnlyList<AutomationCondition> Conditions,
    IReadOnlyList<AutomationStep> Steps,
    IReadOnlyList<string> Goals,
    string Topic,
    MessagePriority Priority,
    AutomationAudience Audience,
    IReadOnlyList<string> Operations,
    bool Once,
    int RunsPerDay,
    int? RevenuePerDay,
    DateTimeOffset CreatedAt,
    DateTimeOffset ChangedAt,
    AutomationResults Results
)
{
    internal static AutomationView Of(Automation automation, AutomationResults results) =>
        new(
            automation.Id,
            automation.Version,
            automation.Recipe,
            automation.Name,
            automation.IsOn,
            automation.OnSince,
            automation.PausedSince,
            automation.Events,
            automation.Date,
            automation.OffsetDays,
            automation.Attribute,
            automation.AttributeFrom,
            automation.AttributeTo,
            automation.Conditions,
            automation.Steps,
            automation.Goals,
            automation.Topic,
            automation.Priority,
            automation.Audience,
            automation.Operations,
            automation.Once,
            automation.RunsPerDay,
            automation.RevenuePerDay,
            automation.CreatedAt,
            automation.ChangedAt,
            results
        );
}
