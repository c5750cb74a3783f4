using OwnerConsole.Data;

namespace OwnerConsole.Tenants.Deletions;

/// <summary>Writes deletions. A tenant has at most one that is not cancelled.</summary>
internal static class DeletionRows
{
    private static readonly string s_hasNotStarted = $"not {HasStarted("this")}";

    private static readonly StateRows s_rows = new("deletions.deletions", "tenant_id") { HaveClosedAt = true, Conflict = "other.tenant_id = this.tenant_id" };

    /// <summary>SQL condition for a deletion that can't be cancelled: the application was asked or has erased its data, or the console has.</summary>
    /// <param name="deletion">Alias of the table.</param>
    public static string HasStarted(string deletion) =>
        $"""
            ({deletion}.asked_at is not null or {deletion}.deleted_at is not null
             or exists (select from core.tasks k
                         where k.tenant_id = {deletion}.tenant_id and k.task_id = {deletion}.task_id and k.state in ('done', 'done_late')))
            """;

    public static Task Schedule(IReadOnlyList<DeletionFacts> tenants, string reason, int waitingDays, UnitOfWork work) =>
        work.Execute(
            """
            insert into deletions.deletions (tenant_id, deletion_id, reason, waiting_days, due_at, opened_by, opened_at)
            select n.tenant_id, n.deletion_id, @reason, @waitingDays, now() + make_interval(days => @waitingDays), @run, clock_timestamp()
              from unnest(@tenants, @ids) n (tenant_id, deletion_id)
            """,
            new
            {
                reason,
                waitingDays,
                run = work.RunId,
                tenants = tenants.Select(tenant => tenant.TenantId).ToArray(),
                ids = tenants.Select(tenant => tenant.NewId).ToArray(),
            }
        );

    /// <summary>Cancels deletions that have not started, which the run has locked.</summary>
    public static Task Cancel(IReadOnlyList<string> tenants, UnitOfWork work) => s_rows.Close(tenants, work);

    /// <summary>Cancels the deletions that <paramref name="undoneRun"/> scheduled and that have not started.</summary>
    /// <returns>The tenants whose deletion is cancelled.</returns>
    public static Task<IReadOnlyList<string>> UndoSchedule(IReadOnlyList<string> tenants, string undoneRun, UnitOfWork work) =>
        s_rows.CloseOpenedBy(tenants, undoneRun, work, s_hasNotStarted);

    /// <summary>
    /// Schedules deletions again that <paramref name="undoneRun"/> cancelled, unless their waiting period has ended or the tenant was scheduled again since.
    /// </summary>
    /// <returns>The tenants that are scheduled again.</returns>
    public static Task<IReadOnlyList<string>> UndoCancel(IReadOnlyList<string> tenants, string undoneRun, UnitOfWork work) =>
        s_rows.Reopen(tenants, undoneRun, work, $"{s_hasNotStarted} and this.due_at > now()");
}
