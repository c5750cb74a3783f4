using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Api;

/// <summary>A run as the API shows it.</summary>
/// <param name="Subjects">in all</param>
/// <param name="Done">subjects it was done to</param>
/// <param name="Refused">left as they were: the operation said no, or they had changed since the preview</param>
/// <param name="Waiting">somebody outside was asked and has not answered yet</param>
/// <param name="UndoUntil">null when it can't be undone</param>
/// <param name="Hash">what an approval is bound to; null for an undo</param>
/// <param name="BeginsAt">while it waits for approval and no one else can approve it: when it starts without approval</param>
/// <param name="ExpiresAt">while it waits for approval by someone else: when it expires unless it is approved</param>
/// <param name="Verdict">why it was declined or stopped, in the words of who did it</param>
/// <param name="ScheduledFor">when it begins, or was to; null for at once</param>
/// <param name="Secret">what the run made and shows in this answer only</param>
/// <param name="Lines">of the first 500 subjects; empty in a list of runs</param>
public sealed record RunView(
    string Id,
    string Operation,
    int Version,
    RunState State,
    string AskedBy,
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
    DateTimeOffset? BeginsAt,
    DateTimeOffset? ExpiresAt,
    string? ApprovedBy,
    string? StoppedBy,
    string? Verdict,
    DateTimeOffset? ScheduledFor,
    string? Secret,
    IReadOnlyList<RunView.Line> Lines
)
{
    /// <param name="Code">why it was refused, skipped, or failed</param>
    /// <param name="Created">the id of what was made</param>
    public sealed record Line(string Id, LineState State, string? Code, string Text, string? Created);

    public static RunView Of(Run run) =>
        new(
            run.RunId,
            run.Operation,
            run.Version,
            run.State,
            run.AskedBy,
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
            run is { State: RunState.WaitingApproval, BeginsAlone: true } ? run.BeginsAt : null,
            run is { State: RunState.WaitingApproval, BeginsAlone: false } ? run.BeginsAt : null,
            run.ApprovedBy,
            run.StoppedBy,
            run.Verdict,
            run.ScheduledFor,
            run.ShownOnce,
            [.. run.Lines.Select(line => new Line(line.SubjectId, line.State, line.Code, run.Names.Text(line.Says), line.Created))]
        );
}
