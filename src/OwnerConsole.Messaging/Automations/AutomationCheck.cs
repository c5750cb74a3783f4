using OwnerConsole.Data;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Messaging.Emails.Public;

namespace OwnerConsole.Messaging.Automations;

/// <summary>Checks what a person has entered for an automation.</summary>
public sealed class AutomationCheck(AutomationVariables variables, IEnumerable<MessageTopic> topics, StepOperations operations)
{
    internal const int MaxName = 100,
        MaxValue = 500,
        MaxBody = 10_000;

    private const int MaxSubject = 200,
        MaxLink = 2_000,
        MaxLinkLabel = 60,
        MaxSteps = 30,
        MaxConditions = 20,
        MaxValues = 20;

    /// <param name="input">Normalized input.</param>
    /// <exception cref="Problem">400: names the field that is invalid.</exception>
    public void Validate(AutomationInput input, CancellationToken stop)
    {
        if (FindError(input, stop) is var (field, reason))
            throw Problem.Invalid($"input.{field}", reason);
    }

    private (string Field, string Reason)? FindError(AutomationInput input, CancellationToken stop)
    {
        if (input.Name.Length == 0 || input.Name.Any(char.IsControl))
            return ("name", "must be one line that isn't empty.");
        if (FindTriggerError(input) is { } wrong)
            return wrong;
        if (input.Date is not null && Math.Abs(input.OffsetDays) > AutomationStep.MaxDays)
            return ("offset_days", $"must be -{AutomationStep.MaxDays} to {AutomationStep.MaxDays}.");
        if (UnknownEvent(input.Events!) is { } trigger)
            return ("events", $"contains {trigger}, which isn't an event of a tenant. GET /api/v1/event-types lists all event types.");
        if (UnknownEvent(input.Goals!) is { } goal)
            return ("goals", $"contains {goal}, which isn't an event of a tenant. GET /api/v1/event-types lists all event types.");
        if (input.Events!.Intersect(input.Goals!, StringComparer.Ordinal).FirstOrDefault() is { } both)
            return ("goals", $"contains {both}, which also starts the automation.");
        if (input.Events!.Count > MaxValues || input.Goals!.Count > MaxValues)
            return ("events", $"and goals can have at most {MaxValues} event types each.");
        if (MessageTopic.FindError(input.Topic, topics) is { } unknown)
            return ("topic", unknown);
        if (input.RunsPerDay is < 1 or > AutomationGrants.MaxRunsPerDay)
            return ("runs_per_day", $"must be 1 to {AutomationGrants.MaxRunsPerDay}.");
        if (input.RevenuePerDay < 0)
            return ("revenue_per_day", "must be 0 or more.");
        return FindConditionError(input) ?? FindStepError(input, stop);
    }

    private static (string, string)? FindTriggerError(AutomationInput input)
    {
        bool[] given = [input.Events!.Count > 0, input.Date is not null, input.Attribute is not null];
        return given.Count(isGiven => isGiven) != 1 ? ("events", "must be selected, or a date, or an attribute, but only one of them.")
            : input.Attribute is not null && (input.Attribute.Length > MaxName || input.Attribute.Any(char.IsControl))
                ? ("attribute", $"must be the name of an attribute with at most {MaxName} characters.")
            : input.AttributeFrom?.Length > MaxValue ? ("attribute_from", $"can have at most {MaxValue} characters.")
            : input.AttributeTo?.Length > MaxValue ? ("attribute_to", $"can have at most {MaxValue} characters.")
            : null;
    }

    private (string, string)? FindConditionError(AutomationInput input)
    {
        if (input.Conditions!.Count > MaxConditions)
            return ("conditions", $"can have at most {MaxConditions} rows.");
        var fields = variables.FieldsOf(input.Events!);
        foreach (var condition in input.Conditions)
        {
            if (condition.Value.Length is 0 or > MaxValue)
                return ("conditions", $"must each have a value of 1 to {MaxValue} characters.");
            if (FindWordError(condition) is { } unknown)
                return ("conditions", unknown);
            if (condition.IsNamed && condition.Name is not { Length: > 0 and <= MaxName })
                return ("conditions", "about an attribute or an event must have a name.");
            if (condition.Field is ConditionField.Event && !fields.Contains(condition.Name!))
                return ("conditions", $"contain event {condition.Name}, which the events don't have. Available: {List(fields)}.");
            if (condition.Operator is ConditionOperator.AtLeast or ConditionOperator.AtMost && AutomationCondition.Number(condition.Value) is null)
                return ("conditions", "with at least or at most must have a number as value.");
        }
        return null;
    }

    /// <returns>Why a status or lifecycle doesn't exist; null if it does.</returns>
    private static string? FindWordError(AutomationCondition condition)
    {
        string[] words = condition.Field switch
        {
            ConditionField.Status => [.. Enum.GetValues<TenantStatus>().Select(word => word.ToText())],
            ConditionField.Lifecycle => [.. Enum.GetValues<TenantLifecycle>().Select(word => word.ToText())],
            _ => [],
        };
        return words.Length > 0 && condition.Values.FirstOrDefault(value => !words.Contains(value, StringComparer.OrdinalIgnoreCase)) is { } wrong
            ? $"contain {condition.Field.ToText()} {wrong}. Available: {string.Join(", ", words)}."
            : null;
    }

    private (string, string)? FindStepError(AutomationInput input, CancellationToken stop)
    {
        if (input.Steps!.Count > MaxSteps || input.Steps.All(step => step.Kind is StepKind.Wait))
            return ("steps", $"must have at least one message, operation or webhook event and at most {MaxSteps} rows.");
        var template = variables.For(input);
        foreach (var (index, step) in input.Steps.Index())
            if (FindError(step, input, template, stop) is { } reason)
                return ("steps", $"row {index + 1}: {reason}");
        return null;
    }

    private string? FindError(AutomationStep step, AutomationInput input, EmailTemplate template, CancellationToken stop) =>
        step.IsMessage ? FindMemberError(step, input) ?? FindMessageError(step, template, stop)
        : step.Kind is StepKind.Operation ? FindOperationError(step, input, stop)
        : step.Kind is StepKind.Webhook ? (step.Endpoint!.Length is 0 or > MaxName ? "an endpoint must be selected." : null) // not null: it is normalized
        : FindWaitError(step);

    private string? FindOperationError(AutomationStep step, AutomationInput input, CancellationToken stop) =>
        step.Input?.Length <= MaxBody && MemberVariables.AreUsedBy(step)
            ? "variables about the user are available in messages, not in inputs of operations."
            : operations.FindError(step, variables.ForOperations(input), stop);

    /// <remarks>The length of the texts is checked first, because they are searched.</remarks>
    private static string? FindMemberError(AutomationStep step, AutomationInput input) =>
        !input.IsAboutMember
        && step.Subject!.Length <= MaxSubject // not null: messages are normalized
        && step.Body!.Length <= MaxBody
        && MemberVariables.AreUsedBy(step)
            ? "variables about the user, such as {{member.name}}, require that each sequence is about a user: a trigger such as member.suspended or the attribute member.level."
            : null;

    private static string? FindWaitError(AutomationStep step) =>
        step.Wait is not (>= 1 and <= AutomationStep.MaxDays * AutomationStep.HoursPerDay) || step.Duration > TimeSpan.FromDays(AutomationStep.MaxDays)
            ? $"a wait must last 1 hour to {AutomationStep.MaxDays} days."
            : null;

    private static string? FindMessageError(AutomationStep step, EmailTemplate template, CancellationToken stop) =>
        step.Subject!.Length > MaxSubject ? $"the subject can have at most {MaxSubject} characters." // not null: messages are normalized
        : step.Body!.Length > MaxBody ? $"the text can have at most {MaxBody} characters."
        : step.Link?.Length > MaxLink || step.LinkLabel?.Length > MaxLinkLabel ? $"a link can have at most {MaxLink} characters, and its text {MaxLinkLabel}."
        : MarkdownEmail.FindError(template, step.Subject, step.Body, step.Link, step.LinkLabel, stop) is var (field, reason) ? $"{field} {reason}"
        : null;

    private string? UnknownEvent(IReadOnlyList<string> names) => names.FirstOrDefault(name => variables.Events.All(kind => kind.Name != name));

    private static string List(IReadOnlyList<string> fields) => fields.Count == 0 ? "none" : string.Join(", ", fields);
}
