using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Api;

/// <summary>A run in the API.</summary>
/// <param name="Version">Version of the operation.</param>
/// <param name="RequestedBy">Who started it: ID of a team member, a key or the application.</param>
/// <param name="Reason">Reason given when it was started.</param>
/// <param name="AllOrNothing">Whether nothing changes when one subject can't be processed.</param>
/// <param name="Subjects">Number of subjects in total.</param>
/// <param name="Done">Number of changed subjects.</param>
/// <param name="Refused">Number of subjects that were not changed because the operation refused them or they changed after the preview.</param>
/// <param name="Failed">Number of subjects at which it failed.</param>
/// <param name="Waiting">Number of subjects for which an external system has not answered yet.</param>
/// <param name="EndedAt">When it ended; null while it is running or waiting.</param>
/// <param name="UndoUntil">Time until which the run can be undone; null if it can't be undone.</param>
/// <param name="UndoOf">Run that this run undoes; null if it isn't an undo.</param>
/// <param name="UndoneBy">Run that undid this one; null if none did.</param>
/// <param name="Hash">Hash that an approval must send; null for an undo.</param>
/// <param name="StartsAt">Time at which the run starts without approval because no one else can approve it.</param>
/// <param name="ExpiresAt">Time at which the run expires unless another team member approves it.</param>
/// <param name="ApprovedBy">Who approved it; null if no one has.</param>
/// <param name="StoppedBy">Who stopped or rejected it; null if no one has.</param>
/// <param name="Verdict">Comment of the person who rejected or stopped the run.</param>
/// <param name="ScheduledFor">Scheduled start time; null if the run starts immediately.</param>
/// <param name="Secret">Secret that the run created. Only this response contains it.</param>
/// <param name="Lines">Results of the first 500 subjects; empty in lists of runs.</param>
public sealed record RunView(
    string Id,
    string Operation,
    int Version,
    RunState State,
    string RequestedBy,
    string? Reason,
    bool AllOrNothing,
    int Subjects,
    int Done,
    int Refused,
    int Failed,
    int Waiting,
    DateTimeOffset StartedAt,
    DateTimeOffset? EndedAt,
    DateTimeOffset? UndoUntil,
    string? UndoOf,
    string? UndoneBy,
    string? Hash,
    DateTimeOffset? StartsAt,
    DateTimeOffset? ExpiresAt,
    string? ApprovedBy,
    string? StoppedBy,
    string? Verdict,
    DateTimeOffset? ScheduledFor,
    string? Secret,
    IReadOnlyList<RunView.Line> Lines
)
{
    /// <param name="Code">Why the subject was refused or skipped, or why it failed.</param>
    /// <param name="Text">Result as a sentence in English.</param>
    /// <param name="Created">ID of the created record.</param>
    public sealed record Line(string Id, RunLineState State, string? Code, string Text, string? Created);

    public static RunView Of(Run run) =>
        new(
            run.RunId,
            run.Operation,
            run.Version,
            run.State,
            run.RequestedBy,
            run.Reason,
            run.AllOrNothing,
            run.Subjects,
            run.Done,
            run.Refused,
            run.Failed,
            run.Waiting,
            run.StartedAt,
            run.EndedAt,
            run.UndoUntil,
            run.UndoOf,
            run.UndoneBy,
            run.Hash is null ? null : Convert.ToHexStringLower(run.Hash),
            run is { State: RunState.WaitingApproval, StartsWithoutApproval: true } ? run.StartsAt : null,
            run is { State: RunState.WaitingApproval, StartsWithoutApproval: false } ? run.StartsAt : null,
            run.ApprovedBy,
            run.StoppedBy,
            run.Verdict,
            run.ScheduledFor,
            run.ShownOnce,
            [.. run.Lines.Select(line => new Line(line.SubjectId, line.State, line.Code, run.Names.Text(line.ParsedSentence), line.Created))]
        );
}
