using OwnerConsole.Kernel.Identities;

namespace OwnerConsole.Kernel.Applications;

/// <summary>A task as it stands: what the application was asked to do to one subject, and what it has said of it.</summary>
/// <param name="CancelAt">since it is asked to stop</param>
/// <param name="Done">of <paramref name="Total"/>, in the application's own measure; null while it has said nothing</param>
/// <param name="Note">its last word</param>
/// <param name="Code">of why it failed</param>
/// <param name="SeenBy">the run by which somebody has taken note of how it ended</param>
public sealed record ApplicationTask(
    string TenantId,
    string TaskId,
    Population Population,
    string RunId,
    string Kind,
    TaskMode Mode,
    string SubjectId,
    TaskState State,
    bool CanCancel,
    DateTimeOffset OfferedAt,
    DateTimeOffset? SentAt,
    int Offers,
    DateTimeOffset? AcceptedAt,
    DateTimeOffset? HeardAt,
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
        t.tenant_id, t.task_id, t.population, t.run_id, t.kind, t.mode, t.subject_id, t.state, t.can_cancel, t.offered_at, t.sent_at, t.offers,
        t.accepted_at, t.heard_at, t.cancel_at, t.deadline, t.done, t.total, t.note, t.code, t.ended_at,
        (select s.opened_by from core.tasks_seen s where s.tenant_id = t.tenant_id and s.task_id = t.task_id and s.closed_by is null) as seen_by
        """;

    public bool IsOpen => State is TaskState.Offered or TaskState.Accepted or TaskState.Running;
}

/// <summary>How far a task is.</summary>
public enum TaskState
{
    Offered,
    Accepted,
    Running,
    Done,
    Failed,

    /// <summary>No answer by its deadline.</summary>
    Expired,
    Cancelled,

    /// <summary>The application says it is done, after its deadline: the run had failed by then.</summary>
    DoneLate,
}

public enum TaskMode
{
    Execute,

    /// <summary>Says what it would do, and does nothing.</summary>
    Preview,

    /// <summary>Takes back what a task of the same kind has done.</summary>
    Undo,
}
