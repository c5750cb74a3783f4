using OwnerConsole.Data;
using OwnerConsole.Kernel.Applications;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Integrations.Applications;

/// <summary>The facts about a task that its operations check.</summary>
/// <param name="Seen">Number of times the task was dismissed plus the number of times that was undone.</param>
public sealed record TaskFacts(string TaskId, string TenantId, TaskState State, long Seen, bool IsSeen) : ISubject
{
    public string Id => TaskId;

    public long Revision => ((long)State * 1000) + Seen;

    public bool NeedsAcknowledgement => State is TaskState.Failed or TaskState.Expired or TaskState.DoneLate;

    public static Task<IReadOnlyList<TaskFacts>> Load(IReadOnlyList<string> ids, UnitOfWork work) =>
        work.List<TaskFacts>(
            $"""
            select t.task_id, t.tenant_id, t.state,
                   (select count(*) + count(s.closed_by) from core.tasks_seen s where s.tenant_id = t.tenant_id and s.task_id = t.task_id) as seen,
                   exists (select from core.tasks_seen s where s.tenant_id = t.tenant_id and s.task_id = t.task_id and s.closed_by is null) as is_seen
              from core.tasks t
             where t.task_id = any(@ids)
             order by t.task_id
             {work.ForUpdate("t")}
            """,
            new { ids }
        );
}
