using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Messaging.Notifications.Public;
using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Messaging.Automations;

/// <summary>An automation as a person enters it: events, a date or an attribute, conditions, steps and goals.</summary>
public sealed record AutomationInput(
    [StringLength(AutomationCheck.MaxName)] [Description("Name of the automation in lists.")] string Name,
    [OptionsFrom(AutomationEventSource.Key)]
    [Description("Events that start it. Select none to start it relative to a date or by an attribute.")]
        IReadOnlyList<string>? Events = null,
    [Description("Date that starts it. Leave blank if an event or an attribute starts it.")] AutomationDate? Date = null,
    [Range(-AutomationStep.MaxDays, AutomationStep.MaxDays)]
    [Description("Days after the date. A negative number is before: -3 is three days before.")]
        int OffsetDays = 0,
    [StringLength(AutomationCheck.MaxName)]
    [Description(
        "Name of the attribute whose change starts it, such as seats, or member.level for an attribute of users. Leave blank if an event or a date starts it."
    )]
        string? Attribute = null,
    [StringLength(AutomationCheck.MaxValue)]
    [Description("Values of the attribute before the change, separated by commas. Blank for any value and for none.")]
        string? AttributeFrom = null,
    [StringLength(AutomationCheck.MaxValue)]
    [Description("Values of the attribute after the change, separated by commas. Blank for any value and for none.")]
        string? AttributeTo = null,
    [Description("Conditions that a tenant must meet. All must be met, also before each message.")] IReadOnlyList<AutomationCondition>? Conditions = null,
    [StringLength(AutomationCheck.MaxBody)] [Description("Steps in their order.")] IReadOnlyList<AutomationStep>? Steps = null,
    [OptionsFrom(AutomationEventSource.Key)]
    [Description("Events that end a running sequence. Select none to always send all messages.")]
        IReadOnlyList<string>? Goals = null,
    [OptionsFrom(MessageTopic.Options)] [Description("Members can switch off optional topics. Account and billing are always sent.")] string Topic = "account",
    [Description("Urgent messages ignore quiet hours and frequency limits.")] MessagePriority Priority = MessagePriority.Medium,
    [Description("Who receives the messages. Leave blank for the user whose attribute changed or whom the event is about, or otherwise for the owner.")]
        AutomationAudience? Audience = null,
    [Description("Start only once for each tenant, or for each user that a trigger is about, also if the event or date comes again.")] bool Once = false,
    [Range(1, AutomationGrants.MaxRunsPerDay)]
    [Description("Maximum runs of its operations in 24 hours without approval. Further ones wait.")]
        int RunsPerDay = AutomationGrants.DefaultRunsPerDay,
    [Range(0, int.MaxValue)]
    [Description("Maximum monthly revenue that its operations affect in 24 hours, in whole units of the reporting currency. Blank for no limit.")]
        int? RevenuePerDay = null
)
{
    /// <returns>The input without surrounding spaces, duplicates and fields that don't apply.</returns>
    internal AutomationInput Normalize() =>
        this with
        {
            Name = Name.Trim(),
            Events = Values(Events),
            OffsetDays = Date is null ? 0 : OffsetDays,
            Attribute = Attribute.TrimToNull(),
            AttributeFrom = Attribute.TrimToNull() is null ? null : AttributeFrom.TrimToNull(),
            AttributeTo = Attribute.TrimToNull() is null ? null : AttributeTo.TrimToNull(),
            Conditions = [.. (Conditions ?? []).Select(condition => condition.Normalize())],
            Steps = [.. (Steps ?? []).Select(step => step.Normalize())],
            Goals = Values(Goals),
            Topic = Topic.Trim(),
            Audience = Recipients,
        };

    /// <returns>The input that leads to the automation as it is.</returns>
    internal static AutomationInput Of(Automation automation) =>
        new(
            automation.Name,
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
            automation.Once,
            automation.RunsPerDay,
            automation.RevenuePerDay
        );

    /// <summary>Who receives the messages.</summary>
    internal AutomationAudience Recipients =>
        Audience ?? (MemberTrigger.IsOne(Attribute.TrimToNull(), Events) ? AutomationAudience.Members : AutomationAudience.Owner);

    /// <summary>Whether each of its sequences is about a member; only of a normalized input.</summary>
    internal bool IsAboutMember => MemberTrigger.IsOne(Attribute, Events);

    /// <summary>The change of an attribute that starts it; null if events or a date do. Only of a normalized input.</summary>
    internal AttributeChange? Change => Attribute is null ? null : new(Attribute, AttributeFrom, AttributeTo);

    /// <summary>IDs of the webhook endpoints to which its steps send, without duplicates; only of a normalized input.</summary>
    internal string[] Endpoints => [.. Steps!.Select(step => step.Endpoint).OfType<string>().Distinct(StringComparer.Ordinal)]; // not null: it is normalized

    /// <summary>Names of the operations that its steps run, without duplicates; only of a normalized input.</summary>
    internal IReadOnlyList<string> Operations =>
        [.. Steps!.Where(step => step.Kind is StepKind.Operation).Select(step => step.Operation!).Distinct(StringComparer.Ordinal)]; // not null: both are normalized

    private static IReadOnlyList<string> Values(IReadOnlyList<string>? given) =>
        [.. (given ?? []).Select(value => value.Trim()).Where(value => value.Length > 0).Distinct(StringComparer.Ordinal)];
}
