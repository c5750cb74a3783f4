using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Messaging.Notifications.Public;

namespace OwnerConsole.Messaging.Automations;

/// <summary>An automation as a person enters it: events or a date, conditions, steps and goals.</summary>
public sealed record AutomationInput(
    [StringLength(AutomationCheck.MaxName)] [Description("Name of the automation in lists.")] string Name,
    [OptionsFrom(AutomationEventSource.Key)]
    [Description("Events that start it. Select none to start it relative to a date.")]
        IReadOnlyList<string>? Events = null,
    [Description("Date that starts it. Leave blank if an event starts it.")] AutomationDate? Date = null,
    [Range(-AutomationStep.MaxDays, AutomationStep.MaxDays)]
    [Description("Days after the date. A negative number is before: -3 is three days before.")]
        int OffsetDays = 0,
    [Description("Conditions that a tenant must meet. All must be met, also before each message.")] IReadOnlyList<AutomationCondition>? Conditions = null,
    [StringLength(AutomationCheck.MaxBody)] [Description("Steps in their order.")] IReadOnlyList<AutomationStep>? Steps = null,
    [OptionsFrom(AutomationEventSource.Key)]
    [Description("Events that end a running sequence. Select none to always send all messages.")]
        IReadOnlyList<string>? Goals = null,
    [OptionsFrom(MessageTopic.Options)] [Description("Members can switch off optional topics. Account and billing are always sent.")] string Topic = "account",
    [Description("Urgent messages ignore quiet hours and frequency limits.")] MessagePriority Priority = MessagePriority.Medium,
    [Description("Who receives the messages.")] AutomationAudience Audience = AutomationAudience.Owner
)
{
    /// <returns>The input without surrounding spaces, duplicates and fields that don't apply.</returns>
    internal AutomationInput Normalize() =>
        this with
        {
            Name = Name.Trim(),
            Events = Values(Events),
            OffsetDays = Date is null ? 0 : OffsetDays,
            Conditions = [.. (Conditions ?? []).Select(condition => condition.Normalize())],
            Steps = [.. (Steps ?? []).Select(step => step.Normalize())],
            Goals = Values(Goals),
            Topic = Topic.Trim(),
        };

    /// <returns>The input that leads to the automation as it is.</returns>
    internal static AutomationInput Of(Automation automation) =>
        new(
            automation.Name,
            automation.Events,
            automation.Date,
            automation.OffsetDays,
            automation.Conditions,
            automation.Steps,
            automation.Goals,
            automation.Topic,
            automation.Priority,
            automation.Audience
        );

    private static IReadOnlyList<string> Values(IReadOnlyList<string>? given) =>
        [.. (given ?? []).Select(value => value.Trim()).Where(value => value.Length > 0).Distinct(StringComparer.Ordinal)];
}
