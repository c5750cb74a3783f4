namespace OwnerConsole.Messaging.Automations;

/// <summary>What an automation would do for a tenant at an instant. Nothing is sent or stored.</summary>
/// <param name="Tenant">Name of the tenant.</param>
/// <param name="At">The instant.</param>
/// <param name="Version">Version of the automation.</param>
/// <param name="Starts">Whether the sequence would have started by then.</param>
/// <param name="Reason">Why it wouldn't: no_event, no_date, no_change, not_due, too_late or conditions_unmet; null if it would.</param>
/// <param name="TriggeredAt">Time of the latest event or change of the attribute up to the instant, or the date with its offset; null if there is none.</param>
/// <param name="Event">Type of that event; null for a date, for an attribute, and without an event.</param>
/// <param name="MemberId">ID of the member whose attribute changed or whom the event is about; null if the sequence would be about the tenant.</param>
/// <param name="Conditions">Each condition with the current values of the tenant, or of this member.</param>
/// <param name="Steps">The steps with their times, counted from the instant if nothing has triggered the automation.</param>
public sealed record AutomationTestResult(
    string TenantId,
    string Tenant,
    DateTimeOffset At,
    int Version,
    bool Starts,
    string? Reason,
    DateTimeOffset? TriggeredAt,
    string? Event,
    string? MemberId,
    IReadOnlyList<TestedCondition> Conditions,
    IReadOnlyList<TestedStep> Steps
);

/// <param name="Condition">The condition as a phrase, such as plan is pro.</param>
/// <param name="IsMet">Whether the tenant meets it.</param>
/// <param name="Actual">Current values of the tenant; empty for none.</param>
public sealed record TestedCondition(string Condition, bool IsMet, IReadOnlyList<string> Actual);

/// <param name="Kind">wait, email, in_app or operation.</param>
/// <param name="At">When the step would be due.</param>
/// <param name="IsDue">Whether it would be due by the instant.</param>
/// <param name="Messages">Messages to up to five recipients; empty for other steps.</param>
/// <param name="Operation">Operation that would be run; null for other steps.</param>
public sealed record TestedStep(StepKind Kind, DateTimeOffset At, bool IsDue, IReadOnlyList<TestedMessage> Messages, string? Operation);

/// <param name="Recipient">ID of the member, or of the tenant for its contact address.</param>
/// <param name="Name">Name of the recipient; null if unknown.</param>
/// <param name="Subject">Rendered subject.</param>
/// <param name="Text">Rendered text: the text part of an email, or the Markdown of a notification.</param>
/// <param name="Exclusion">Why it would not be sent, such as opted_out; null if it would be sent.</param>
public sealed record TestedMessage(string Recipient, string? Name, string Subject, string Text, string? Exclusion);
