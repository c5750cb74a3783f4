using System.Globalization;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Shell.Operating;

/// <summary>The one sentence about a run: in its toast and in the list of what was done.</summary>
internal static class RunSentence
{
    /// <param name="operation">null for one of another release, of which only the name is known</param>
    public static string Of(Run run, Operation? operation)
    {
        if (operation is null)
            return run.Operation;
        var all = Wording.Count(run.Subjects, operation.Is.Noun);
        var done = Wording.Count(run.Done, operation.Is.Noun);
        return run switch
        {
            { State: RunState.WaitingApproval, BeginsAlone: true, BeginsAt: { } at } => $"{operation.Is.Verb} {all} at {Clock(at)}",
            { State: RunState.WaitingApproval } => $"{operation.Is.Verb} {all} once approved",
            { IsScheduled: true, ScheduledFor: { } at } => $"{operation.Is.Verb} {all} on {Day(at)}",
            { State: RunState.Queued or RunState.Running, UndoOf: null } => $"{operation.Is.Verb} {all}",
            { State: RunState.Queued or RunState.Running } => $"Undo: {all}",
            { UndoOf: not null } => operation.Is.Told is null ? $"Undone: {done} as before" : $"Undone: {Wording.Say(operation.Is.Title)}",
            { State: RunState.Waiting } => $"{Wording.Say(operation.Is.Title)}: {all} asked for",
            _ => operation.Is.Told ?? $"{done} {operation.Is.Done}",
        };
    }

    /// <summary>A moment of another day.</summary>
    public static string Day(DateTimeOffset at) => at.UtcDateTime.ToString("d MMM yyyy, HH:mm 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>The time of a day, for what begins or ends within one.</summary>
    public static string Clock(DateTimeOffset at) => at.UtcDateTime.ToString("HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
