using OwnerConsole.Data;
using OwnerConsole.Messaging.Preferences.Public;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Messaging.Automations.Pages;

/// <summary>Words for automations on pages.</summary>
internal static class AutomationLabels
{
    /// <summary>Length of a day such as 2026-12-01. An attribute changes at a time, which is longer.</summary>
    private const int DayLength = 10;

    public static string Trigger(Automation automation) =>
        automation.Date is { } date ? $"{Offset(automation.OffsetDays)} {Word(date)}"
        : automation.Change is { } change ? Describe(change)
        : string.Join(" or ", automation.Events.Select(Event));

    public static string Step(AutomationStep step) =>
        step.Kind switch
        {
            StepKind.Wait => $"Wait {Wording.Count(step.Wait ?? 0, step.Unit is WaitUnit.Hours ? "hour" : "day")}",
            StepKind.Email => "Email",
            StepKind.Operation => "Operation",
            StepKind.Webhook => "Webhook event",
            _ => "In-app notification",
        };

    /// <returns>What started a sequence: the type of the event, the day of a date, or the day on which an attribute changed.</returns>
    public static string StartedBy(string? eventType, string occurrence) =>
        eventType is not null ? Event(eventType)
        : occurrence.Length > DayLength ? $"Attribute changed on {occurrence[..DayLength]}"
        : occurrence;

    /// <returns>The type of an event as words: <c>Tenant suspended</c> for <c>tenant.suspended</c>.</returns>
    private static string Event(string type) => Wording.Heading(type.Replace('.', ' '));

    /// <returns>What became of an operation step, such as <c>refused (cancelled)</c>.</returns>
    public static string Run(EnrollmentRun run) =>
        run.State switch
        {
            StepRunState.Waiting => $"waiting ({Reason(run.Reason ?? "")})",
            StepRunState.Done => "done",
            _ => $"{run.State.ToText()} ({Reason(run.Reason ?? "")})",
        };

    /// <returns>The limits of an automation that runs operations, such as <c>100 runs</c>.</returns>
    public static string Ceiling(Automation automation) =>
        Wording.Count(automation.RunsPerDay, "run")
        + (automation.RevenuePerDay is { } units ? $", {Wording.Number(units)} of monthly revenue in the reporting currency" : "");

    public static string Step(StepKind kind) => kind is StepKind.Wait ? "Wait" : Step(new AutomationStep(kind));

    /// <returns>Who receives the messages.</returns>
    public static string Recipients(Automation automation) =>
        Wording.Translate(
            automation.Audience is AutomationAudience.Owner ? "Owner or contact of the tenant"
            : automation.IsAboutMember ? "The user that it starts for"
            : MemberAttributeName.List(automation.Conditions).Count > 0 ? "Users of the tenant who meet the conditions on their attributes"
            : "All members of the tenant"
        );

    /// <returns>For whom a sequence starts.</returns>
    public static string StartsFor(Automation automation) =>
        Wording.Translate($"{(automation.Once ? "Only once for" : "For")} each {(automation.IsAboutMember ? "user" : "tenant")}");

    /// <returns>What became of a message, such as <c>email sent</c>.</returns>
    public static string Message(EnrollmentMessage message) =>
        $"{(message.Channel == "email" ? "email" : "notification")} {message.State}{(message.Reason is { } reason ? $" ({Reason(reason)})" : "")}";

    public static (Glyph Glyph, Tone Tone, string Word) Badge(Automation automation) =>
        automation.PausedSince is not null ? (Glyph.Pause, Tone.Soon, "Paused")
        : automation.IsOn ? (Glyph.Check, Tone.Good, "On")
        : (Glyph.Pause, Tone.Plain, "Off");

    public static (Glyph Glyph, Tone Tone, string Word) Badge(EnrollmentState state) =>
        state switch
        {
            EnrollmentState.Running => (Glyph.Clock, Tone.Info, "Running"),
            EnrollmentState.Completed => (Glyph.Check, Tone.Good, "Completed"),
            EnrollmentState.GoalReached => (Glyph.Star, Tone.Good, "Goal reached"),
            _ => (Glyph.Stop, Tone.Soon, "Stopped"),
        };

    /// <returns>Why a sequence ended, or why a test doesn't start.</returns>
    public static string Reason(string reason) =>
        reason switch
        {
            EnrollmentRows.TurnedOff => "automation turned off",
            EnrollmentRows.ConditionsUnmet => "conditions not met",
            EnrollmentRows.DateChanged => "date changed",
            EnrollmentRows.Undone => "an operation was undone",
            EnrollmentRows.StoppedByTeam => "stopped by the team",
            EnrollmentRows.Refused => "an operation was refused",
            OperationStep.Ceiling => "limit in 24 hours reached",
            "not_approved" => "not approved",
            "no_event" => "no such event up to this time",
            "no_date" => "no such date",
            "no_change" => "no such change up to this time",
            "not_due" => "not due yet",
            "too_late" => "more than a day late",
            StepRecipients.NoRecipient => "no recipient",
            _ => RecipientPolicy.Describe(reason),
        };

    private static string Describe(AttributeChange change) =>
        $"Attribute {change.Name} changes{(change.From is { } before ? $" from {before}" : "")}{(change.To is { } after ? $" to {after}" : "")}";

    private static string Offset(int days) =>
        days switch
        {
            0 => "On",
            < 0 => $"{Wording.Count(-days, "day")} before",
            _ => $"{Wording.Count(days, "day")} after",
        };

    private static string Word(AutomationDate date) =>
        date switch
        {
            AutomationDate.TrialEnd => "the end of the trial",
            AutomationDate.SignUp => "the day of sign-up",
            AutomationDate.Renewal => "the renewal",
            AutomationDate.PlanVersion => "a new version",
            AutomationDate.TrialStart => "the start of the trial",
            AutomationDate.LastActivity => "the last activity",
            _ => "the cancellation",
        };
}
