using OwnerConsole.Kernel.Applications;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Reliability.Applications;

/// <summary>What decides about a task that has ended.</summary>
public sealed record TaskFacts(string TaskId, string TenantId, TaskState State, string? SeenBy) : ISubject
{
    public string Id => TaskId;

    public long Revision => ((long)State * 2) + (SeenBy is null ? 0 : 1);

    public bool IsToSee => State is TaskState.Failed or TaskState.Expired or TaskState.DoneLate;

    public static Task<IReadOnlyList<TaskFacts>> Load(IReadOnlyList<string> ids, Work work) =>
        work.List<TaskFacts>(
            $"select t.task_id, t.tenant_id, t.state, t.seen_by from core.tasks t where t.task_id = any(@ids) order by t.task_id {work.ForUpdate("t")}",
            new { ids }
        );
}
