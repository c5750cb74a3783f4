using OwnerConsole.Data;

namespace OwnerConsole.Kernel.Applications;

/// <summary>State of a task that the application executes for one subject.</summary>
/// <param name="CancelAt">Time when cancellation was requested.</param>
/// <param name="Done">Progress out of <paramref name="Total"/>, in the application's own unit; null before the first progress report.</param>
/// <param name="Note">Last message.</param>
/// <param name="Code">Error code of a failed task.</param>
/// <param name="SeenBy">Run that dismissed the failed task.</param>
public sealed record ApplicationTask(
    string TenantId,
    string TaskId,
    Mode Mode,
    string RunId,
    string Kind,
    TaskAction Action,
    string SubjectId,
    TaskState State,
    bool CanCancel,
    DateTimeOffset OfferedAt,
    DateTimeOffset? SentAt,
    int Offers,
    DateTimeOffset? AcceptedAt,
    DateTimeOffset? RespondedAt,
    DateTimeOffset? CancelAt,
    DateTimeOffset Deadline,
    long? Done,
    long? Total,
    string? Note,
    string? Code,
    DateTimeOffset? EndedAt,
    string? SeenBy
)
{
    public const string Columns = """
        t.tenant_id, t.task_id, t.mode, t.run_id, t.kind, t.action, t.subject_id, t.state, t.can_cancel, t.offered_at, t.sent_at, t.offers,
        t.accepted_at, t.responded_at, t.cancel_at, t.deadline, t.done, t.total, t.note, t.code, t.ended_at,
        (select s.opened_by from core.tasks_seen s where s.tenant_id = t.tenant_id and s.task_id = t.task_id and s.closed_by is null) as seen_by
        """;

    public bool IsOpen => State is TaskState.Offered or TaskState.Accepted or TaskState.Running;
}

/// <summary>State of a task.</summary>
public enum TaskState
{
    Offered,
    Accepted,
    Running,
    Done,
    Failed,

    /// <summary>Not completed by its deadline.</summary>
    Expired,
    Cancelled,

    /// <summary>Completed after its deadline, when the run had already failed.</summary>
    DoneLate,
}

public enum TaskAction
{
    Execute,

    /// <summary>Reports what would change, without changing anything.</summary>
    Preview,

    /// <summary>Undoes a completed task of the same kind.</summary>
    Undo,
}
