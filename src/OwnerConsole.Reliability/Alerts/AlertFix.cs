namespace OwnerConsole.Reliability.Alerts;

/// <summary>An operation that could end an alert, for a caller who can run it.</summary>
/// <param name="Title">Title of the operation. For an undo, that of the operation that is undone.</param>
/// <param name="Operation">Name of the operation, such as backup.take.</param>
/// <param name="SubjectId">What it is run on.</param>
/// <param name="UndoneRunId">Run that is undone; null if the operation is run.</param>
/// <param name="Reason">Why it could help.</param>
/// <param name="Address">Path of the form with its values, or of the run that can be undone.</param>
public sealed record AlertFix(string Title, string Operation, string SubjectId, string? UndoneRunId, AlertFixReason Reason, string Address);

/// <summary>Why an operation could end an alert.</summary>
public enum AlertFixReason
{
    /// <summary>It reverts a change in the two hours before.</summary>
    RecentChange,

    /// <summary>It resumes or enables what was paused or disabled by what the rule counts.</summary>
    Stopped,

    /// <summary>It repeats what failed.</summary>
    Failure,
}
