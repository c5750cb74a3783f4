using System.Globalization;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Shell.Operations;

/// <summary>Describes a run in one sentence, for toasts and lists.</summary>
internal static class RunSentence
{
    /// <param name="operation">Null if this release does not have the operation and only its name is known.</param>
    public static string Of(Run run, Operation? operation)
    {
        if (operation is null)
            return run.Operation;
        var all = Counted(run.Subjects, run, operation);
        var act = operation.Definition.Subject == "platform" ? Wording.Translate(operation.Definition.Title) : $"{operation.Definition.Verb} {all}"; // platform operations create something or affect the whole platform
        var done = Counted(run.Done, run, operation);
        return run switch
        {
            { State: RunState.WaitingApproval, StartsWithoutApproval: true, StartsAt: { } at } => $"{act} {Until(run, at)}",
            { State: RunState.WaitingApproval } => $"{act} once approved",
            { IsScheduled: true, ScheduledFor: { } at } => $"{act} on {Day(at)}",
            { State: RunState.Queued or RunState.Running, UndoOf: null } => act,
            { State: RunState.Queued or RunState.Running } => $"Undo: {all}",
            { UndoOf: not null } => operation.Definition.DoneSentence is null
                ? $"Undone: {done} restored"
                : $"Undone: {Wording.Translate(operation.Definition.Title)}",
            { State: RunState.Waiting } => $"{Wording.Translate(operation.Definition.Title)}: {all} requested",
            _ => operation.Definition.DoneSentence ?? $"{done} {operation.Definition.Done}",
        };
    }

    /// <summary>Count and noun; for a single person, the label of their role.</summary>
    private static string Counted(long number, Run run, Operation operation) =>
        run.Subjects == 1 && run.Lines is [var line, ..]
            ? $"{Wording.Number(number)} {run.Names.About(line.SubjectId, Nouns.For(number, operation.Definition.Noun))}"
            : Wording.Count(number, operation.Definition.Noun);

    /// <summary>Formats a date and time in UTC.</summary>
    public static string Day(DateTimeOffset at) => at.UtcDateTime.ToString("d MMM yyyy, HH:mm 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>Formats a deadline: only the time if it is on the day of the request, otherwise date and time.</summary>
    public static string Until(Run run, DateTimeOffset at) => at.UtcDateTime.Date == run.StartedAt.UtcDateTime.Date ? $"at {Clock(at)}" : $"on {Day(at)}";

    private static string Clock(DateTimeOffset at) => at.UtcDateTime.ToString("HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
