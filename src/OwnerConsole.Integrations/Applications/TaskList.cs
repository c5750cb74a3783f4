using OwnerConsole.Data;
using OwnerConsole.Kernel.Applications;

namespace OwnerConsole.Integrations.Applications;

/// <summary>Reads the tasks sent to the application.</summary>
public sealed class TaskList
{
    public async Task<Page<ApplicationTask>> Find(TaskFilter filter, UnitOfWork work)
    {
        var order = filter.Order.By("t.offered_at", "t.task_id");
        var (rows, cut) = ($"select {ApplicationTask.Columns} from core.tasks t {filter.Where}", $"{order} limit @limit + 1");
        var sql = filter.Search is { } sought ? $"select {ApplicationTask.Columns} from ({TopNPerValue.Sql(rows, cut, sought.Any)}) t {cut}" : $"{rows} {cut}";
        return Paging.ToPage(await work.List<ApplicationTask>(sql, filter.Arguments), filter.Limit, last => Cursor.Of(last.OfferedAt, last.TaskId));
    }

    /// <returns>The task; null if there is none or the caller can't see it.</returns>
    public Task<ApplicationTask?> Get(Caller caller, string taskId, UnitOfWork work) =>
        work.One<ApplicationTask>(
            $"""
            select {ApplicationTask.Columns} from core.tasks t
             where t.task_id = @taskId and (@OnlyTenant::text is null or t.tenant_id = @OnlyTenant) and (@Mode::text is null or t.mode = @Mode)
            """,
            new
            {
                taskId,
                caller.OnlyTenant,
                caller.Mode,
            }
        );

    /// <returns>Number of tasks that failed, timed out or were late and have not been dismissed.</returns>
    public Task<long> CountUnacknowledged(Mode mode, UnitOfWork work) =>
        work.One<long>(
            """
            select count(*) from core.tasks t
             where t.state in ('failed', 'expired', 'done_late') and t.mode = @mode
               and not exists (select from core.tasks_seen s where s.tenant_id = t.tenant_id and s.task_id = t.task_id and s.closed_by is null)
            """,
            new { mode }
        );

    /// <returns>Creation time of the oldest unaccepted task; null if none has waited for one minute.</returns>
    public Task<DateTimeOffset?> WaitingSince(Mode mode, UnitOfWork work) =>
        work.One<DateTimeOffset?>(
            "select min(offered_at) from core.tasks where state = 'offered' and mode = @mode and offered_at < now() - interval '1 minute'",
            new { mode }
        );

    public Task<IReadOnlyList<string>> Kinds(UnitOfWork work) => work.Distinct("core.tasks", "kind", "true", 100);
}
