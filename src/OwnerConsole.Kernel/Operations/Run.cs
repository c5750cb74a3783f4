using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Kernel.Operations;

/// <summary>One execution of an operation on its subjects, or the undo of one.</summary>
/// <param name="Subjects">Total number of subjects.</param>
/// <param name="Done">Number of subjects changed.</param>
/// <param name="Refused">Number of subjects left unchanged: refused by the operation, or changed since the preview.</param>
/// <param name="Waiting">Number of subjects for which an external system was asked and has not answered yet.</param>
/// <param name="PreviewId">Id of the preview; null for an undo.</param>
/// <param name="UndoOf">Id of the run that this run undid.</param>
/// <param name="UndoneBy">Id of the run that undid this one.</param>
/// <param name="IsLeft">Whether that undo has ended and can be retried for the remaining subjects.</param>
/// <param name="UndoUntil">End of the undo period; null if the run can't be undone.</param>
/// <param name="Hash">Hash of the preview; an approval is bound to it.</param>
/// <param name="StartsAt">For a run waiting for approval: when it starts without approval (<paramref name="StartsWithoutApproval"/>) or expires.</param>
/// <param name="Verdict">Reason given for rejecting or stopping the run.</param>
/// <param name="ScheduledFor">Scheduled start; null to start at once.</param>
/// <param name="RestorePoint">Whether a restore point named by its id exists, to which the database can be restored.</param>
/// <param name="ApprovalProvedBy">How the approver confirmed their identity; null if not required.</param>
/// <param name="ProvedBy">How the requester confirmed their identity; null if not required.</param>
public sealed record Run(
    string RunId,
    string? PreviewId,
    string Operation,
    int Version,
    string RequestedBy,
    RunState State,
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
    bool IsLeft,
    byte[]? Hash,
    DateTimeOffset? StartsAt,
    bool StartsWithoutApproval,
    string? ApprovedBy,
    string? StoppedBy,
    string? Verdict,
    bool RestorePoint,
    DateTimeOffset? ScheduledFor,
    ProofKind? ProvedBy,
    DateTimeOffset? ProvedAt,
    ProofKind? ApprovalProvedBy
)
{
    /// <summary>The first <see cref="Previews.MaxShown"/> subjects; empty in a list of runs.</summary>
    public IReadOnlyList<RunSubject> Lines { get; init; } = [];

    /// <summary>In a list of runs: the only subject, or the object that was created for it. Null if there are several.</summary>
    public string? Subject { get; init; }

    /// <summary>Resolves references in sentences to current names.</summary>
    public SentenceRenderer Names { get; init; } = new();

    /// <summary>A secret created by the run; set only in the first response and never stored.</summary>
    public string? ShownOnce { get; init; }

    /// <summary>Number of processed subjects.</summary>
    public int Settled => Done + Refused + Failed + Waiting;

    public bool IsRunning => State is RunState.WaitingApproval or RunState.Queued or RunState.Running;

    /// <summary>Whether the run has a scheduled start and has not started yet.</summary>
    public bool IsScheduled => ScheduledFor is not null && State is RunState.Queued && Settled == 0;

    public bool CanUndo(DateTimeOffset now) => UndoUntil > now && (UndoneBy is null || IsLeft) && !IsRunning && Done + Waiting > 0;
}

public sealed record RunSubject(string SubjectId, string TenantId, int Place, RunLineState State, string? Code, string Sentence, string? Created)
{
    public Sentence ParsedSentence => field ??= Vocabulary.Sentence.Of(Sentence);

    internal IEnumerable<string> Tenants => RunLine.Tenants(TenantId, Created);
}

public enum RunState
{
    /// <summary>Waiting for a second approver or, if there is only one owner, for the delay in which it can be stopped.</summary>
    WaitingApproval,
    Queued,
    Running,

    /// <summary>All requests were sent to an external system, which has not answered yet.</summary>
    Waiting,
    Done,
    Partly,
    Failed,
    Stopped,
    Undone,
}
