using OwnerConsole.Data;
using OwnerConsole.Kernel.Applications;
using OwnerConsole.Kernel.Retention;

namespace OwnerConsole.Tenants.Deletions;

/// <summary>A deletion of a tenant in the API, with the evidence of its steps.</summary>
/// <param name="Id">ID of the deletion.</param>
/// <param name="TenantId">ID of the tenant. It is kept after the deletion.</param>
/// <param name="State">State of the deletion.</param>
/// <param name="Reason">Why the tenant is deleted.</param>
/// <param name="WaitingDays">Waiting period in days.</param>
/// <param name="ScheduledAt">When it was scheduled.</param>
/// <param name="ScheduledBy">ID of the team member or key that scheduled it.</param>
/// <param name="Run">Run that scheduled it.</param>
/// <param name="DueAt">End of the waiting period.</param>
/// <param name="HoldId">Legal hold that it waits for; null if there is none.</param>
/// <param name="TaskId">Last task of the application; null if it was not asked, because it doesn't declare tenant.anonymise.</param>
/// <param name="AskedAt">When the application was asked; null before, and after a failure.</param>
/// <param name="Failures">Number of failed attempts.</param>
/// <param name="FailedAs">Code of the last failure; null without one.</param>
/// <param name="NextAttemptAt">When the next attempt follows a failure; null without one.</param>
/// <param name="CancelledAt">When it was cancelled; null if it wasn't.</param>
/// <param name="CancelledBy">ID of the team member or key that cancelled it; null if it wasn't.</param>
/// <param name="DeletedAt">When the data was erased; null before.</param>
/// <param name="Members">Number of members whose data was erased; null before.</param>
/// <param name="ErasureId">Entry of the erasure ledger, which repeats the erasure after a restore; null before.</param>
public sealed record DeletionView(
    string Id,
    string TenantId,
    DeletionState State,
    string Reason,
    int WaitingDays,
    DateTimeOffset ScheduledAt,
    string? ScheduledBy,
    string Run,
    DateTimeOffset DueAt,
    string? HoldId,
    string? TaskId,
    DateTimeOffset? AskedAt,
    int Failures,
    string? FailedAs,
    DateTimeOffset? NextAttemptAt,
    DateTimeOffset? CancelledAt,
    string? CancelledBy,
    DateTimeOffset? DeletedAt,
    long? Members,
    string? ErasureId
)
{
    private const string Hold =
        $"(select h.hold_id from core.legal_holds h where h.tenant_id = d.tenant_id and {LegalHolds.IsInForce} order by h.opened_at limit 1)";

    private const string StateOf = $"""
        case when d.deleted_at is not null then 'deleted' when d.closed_by is not null then 'cancelled' when d.asked_at is not null then 'erasing'
             when {Hold} is not null then 'on_hold' when d.failures > 0 then 'retrying' else 'scheduled' end
        """;

    private const string Columns = $"""
        select d.deletion_id as id, d.tenant_id, {StateOf} as state, d.reason, d.waiting_days, d.opened_at as scheduled_at, p.requested_by as scheduled_by,
               d.opened_by as run, d.due_at, case when d.deleted_at is null and d.closed_by is null then {Hold} end as hold_id, d.task_id, d.asked_at,
               d.failures, d.failed_as, case when d.deleted_at is null and d.closed_by is null then d.next_at end as next_attempt_at,
               d.closed_at as cancelled_at, c.requested_by as cancelled_by, d.deleted_at, d.members,
               case when d.deleted_at is not null then
                 (select e.erasure_id from core.erasures e where e.tenant_id = d.tenant_id and e.what = 'tenant' order by e.erased_at desc limit 1) end as erasure_id
          from deletions.deletions d
          join core.tenants t on t.tenant_id = d.tenant_id
          left join core.runs p on p.run_id = d.opened_by
          left join core.runs c on c.run_id = d.closed_by
        """;

    /// <returns>A page, newest first.</returns>
    public static async Task<Page<DeletionView>> List(DeletionFilter filter, UnitOfWork work)
    {
        var (at, id) = filter.Cursor is null ? default : Cursor.ReadInstant(filter.Cursor);
        var conditions = Conditions.And(
            (filter.OnlyTenant is not null, "d.tenant_id = @OnlyTenant"),
            (filter.Tenant is not null, "d.tenant_id = @Tenant"),
            (filter.State is not null, $"{StateOf} = @State"),
            (filter.State is not (null or DeletionState.Deleted or DeletionState.Cancelled), "d.closed_by is null and d.deleted_at is null"), // of an index
            (filter.Cursor is not null, "(d.opened_at, d.deletion_id) < (@at, @id)")
        );
        var rows = await work.List<DeletionView>(
            $"{Columns} where t.mode = @Mode {conditions} order by d.opened_at desc, d.deletion_id desc limit @most",
            new
            {
                filter.Mode,
                filter.OnlyTenant,
                filter.Tenant,
                filter.State,
                at,
                id,
                most = filter.Limit + 1,
            }
        );
        return Paging.ToPage(rows, filter.Limit, last => Cursor.Of(last.ScheduledAt, last.Id));
    }

    /// <returns>The deletion of a tenant that isn't cancelled; null if there is none.</returns>
    internal static Task<DeletionView?> Find(string tenantId, UnitOfWork work) =>
        work.One<DeletionView>($"{Columns} where d.tenant_id = @tenantId and d.closed_by is null", new { tenantId });

    /// <returns>When the last export of a tenant was completed; null if there was none.</returns>
    internal static Task<DateTimeOffset?> FindLastExport(string tenantId, UnitOfWork work) =>
        work.One<DateTimeOffset?>(
            "select max(k.ended_at) from core.tasks k where k.tenant_id = @tenantId and k.kind = @kind and k.action = 'execute' and k.state = 'done'",
            new { tenantId, kind = ConsoleTasks.Export }
        );
}

/// <summary>Selects deletions.</summary>
/// <param name="Mode">Mode of the tenants.</param>
/// <param name="OnlyTenant">Tenant that the caller is limited to; null for all.</param>
/// <param name="Tenant">Null for all tenants.</param>
/// <param name="State">Null for all states.</param>
/// <param name="Cursor">Cursor of the previous page; null for the first page.</param>
/// <param name="Limit">Maximum number of deletions.</param>
public sealed record DeletionFilter(Mode Mode, string? OnlyTenant, string? Tenant, DeletionState? State, string? Cursor, int Limit);
