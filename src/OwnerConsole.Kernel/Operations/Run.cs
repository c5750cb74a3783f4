using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Words;

namespace OwnerConsole.Kernel.Operations;

/// <summary>One carrying-out of an operation over its subjects, or the taking back of one.</summary>
/// <param name="Subjects">in all</param>
/// <param name="Done">subjects it was done to</param>
/// <param name="Refused">left as they were: the operation said no, or they had changed since the preview</param>
/// <param name="Waiting">somebody outside was asked and has not answered yet</param>
/// <param name="PreviewId">null for an undo</param>
/// <param name="UndoOf">the run that this one took back</param>
/// <param name="UndoneBy">the run that took this one back</param>
/// <param name="IsLeft">that one has ended and may be asked once more for what it has left</param>
/// <param name="UndoUntil">null when it can't be undone</param>
/// <param name="Hash">of what was previewed; an approval is bound to it</param>
/// <param name="BeginsAt">of a run that waits for approval: when it begins by itself (<paramref name="BeginsAlone"/>) or is given up</param>
/// <param name="Verdict">why it was declined or stopped, in the words of who did it</param>
/// <param name="ScheduledFor">not before this moment; null: at once</param>
/// <param name="RestorePoint">the moment before it has its id as a name, to which the database can be restored</param>
/// <param name="ApprovalProvedBy">the same of whoever approved it</param>
/// <param name="ProvedBy">how whoever asked for it proved once more who they are; null where that was not asked</param>
public sealed record Run(
    string RunId,
    string? PreviewId,
    string Operation,
    int Version,
    string AskedBy,
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
    DateTimeOffset? BeginsAt,
    bool BeginsAlone,
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
    /// <summary>The first <see cref="Previews.Shown"/>; empty in a list of runs.</summary>
    public IReadOnlyList<RunSubject> Lines { get; init; } = [];

    /// <summary>Puts the names as of now into the sentences.</summary>
    public SentenceReader Names { get; init; } = new();

    /// <summary>A secret the run made; set in the first answer only, never stored.</summary>
    public string? ShownOnce { get; init; }

    /// <summary>Subjects that it has come to.</summary>
    public int Settled => Done + Refused + Failed + Waiting;

    public bool IsUnderway => State is RunState.WaitingApproval or RunState.Queued or RunState.Running;

    /// <summary>It has a time to begin at, and has not begun.</summary>
    public bool IsScheduled => ScheduledFor is not null && State is RunState.Queued && Settled == 0;

    public bool CanUndo(DateTimeOffset now) => UndoUntil > now && (UndoneBy is null || IsLeft) && !IsUnderway && Done + Waiting > 0;
}

public sealed record RunSubject(string SubjectId, string TenantId, int Place, LineState State, string? Code, string Sentence, string? Created)
{
    public Sentence Says => field ??= Words.Sentence.Of(Sentence);

    internal IEnumerable<string> Tenants => RunLine.Tenants(TenantId, Created);
}

public enum RunState
{
    /// <summary>For a second person; with a single owner, for the time to pass in which it can be stopped.</summary>
    WaitingApproval,
    Queued,
    Running,

    /// <summary>Everything was asked for; somebody outside has not answered yet.</summary>
    Waiting,
    Done,
    Partly,
    Failed,
    Stopped,
    Undone,
}
