using OwnerConsole.Data;
using OwnerConsole.Kernel.Applications;
using OwnerConsole.Kernel.Retention;
using OwnerConsole.Pure.Deletions;
using OwnerConsole.Tenants.Duplicates.Public;

namespace OwnerConsole.Tenants.Deletions;

/// <summary>A deletion whose waiting period has ended.</summary>
/// <param name="OpenedBy">Run that scheduled it.</param>
/// <param name="ExternalId">The application's own ID of the tenant.</param>
/// <param name="IsErased">Whether the tenant is anonymised.</param>
/// <param name="LastTask">State of the last task of the application; null if it was not asked.</param>
/// <param name="TaskCode">Code of its failure.</param>
/// <param name="IsBusy">Whether a task that anonymises the tenant is open.</param>
/// <param name="CanAsk">Whether the application declares that it erases tenants, as stored: a cached declaration can be missing after a failed read.</param>
internal sealed record DueDeletion(
    string TenantId,
    string DeletionId,
    string OpenedBy,
    Mode Mode,
    string ExternalId,
    DateTimeOffset? AskedAt,
    bool IsErased,
    TaskState? LastTask,
    string? TaskCode,
    bool IsBusy,
    bool CanAsk
)
{
    /// <summary>Condition for a deletion <c>d</c> with a step to do. A step that found it before another one postponed it must wait too.</summary>
    private const string IsDue = "d.closed_by is null and d.deleted_at is null and d.due_at <= now() and (d.next_at is null or d.next_at <= now())";

    /// <summary>
    /// Whether the application works on its task. Until it has ended, the deletion can't be cancelled, because the console erases the tenant with the answer.
    /// </summary>
    public bool IsWorking => AskedAt is not null && LastTask is TaskState.Offered or TaskState.Accepted or TaskState.Running;

    /// <summary>Whether the application erased its data.</summary>
    public bool IsTaskDone => LastTask is TaskState.Done or TaskState.DoneLate;

    public DeletionProgress Progress =>
        new(IsErased, AskedAt is not null, LastTask is not (null or TaskState.Offered or TaskState.Accepted or TaskState.Running), IsTaskDone, IsBusy, CanAsk);

    /// <summary>Finds deletions with a next step. Those on legal hold, those being merged, and those whose application is working are left out.</summary>
    /// <param name="work">Can read all tenants.</param>
    public static Task<IReadOnlyList<DeletionKey>> FindAll(int limit, UnitOfWork work) =>
        work.List<DeletionKey>(
            $"""
            select d.tenant_id, d.deletion_id
              from deletions.deletions d
             where {IsDue}
               and not exists (select from core.legal_holds h where h.tenant_id = d.tenant_id and {LegalHolds.IsInForce})
               and not {OpenTenantMerges.Includes("d.tenant_id", "@merge")}
               and (d.asked_at is null
                    or not exists (select from core.tasks k where k.tenant_id = d.tenant_id and k.task_id = d.task_id and k.ended_at is null))
             order by d.due_at
             limit @limit
            """,
            new { limit, merge = ConsoleTasks.MergeTenants }
        );

    /// <summary>Locks a deletion and reads what its next step depends on.</summary>
    /// <param name="work">Names the tenant and the platform.</param>
    /// <returns>Null if it was cancelled, completed or postponed.</returns>
    public static async Task<DueDeletion?> Lock(DeletionKey key, UnitOfWork work)
    {
        // The lock is a statement of its own, so that the next one sees what the previous holder of the lock wrote.
        var locked = await work.List<string>(
            $"select d.deletion_id from deletions.deletions d where d.tenant_id = @TenantId and d.deletion_id = @DeletionId and {IsDue} for no key update",
            new { key.TenantId, key.DeletionId }
        );
        return locked.Count == 0
            ? null
            : await work.One<DueDeletion>(
                """
                select d.tenant_id, d.deletion_id, d.opened_by, s.mode, t.external_id, d.asked_at, s.lifecycle = 'anonymised' as is_erased,
                       k.state as last_task, k.code as task_code,
                       exists (select from core.tasks o
                                where o.tenant_id = d.tenant_id and o.subject_id = d.tenant_id and o.kind = @kind and o.ended_at is null) as is_busy,
                       exists (select from core.applications a
                                where a.tenant_id = 'tnt_platform' and a.mode = s.mode and a.body->'tasks' @> to_jsonb(@kind::text)) as can_ask
                  from deletions.deletions d
                  join core.tenant_status s on s.tenant_id = d.tenant_id
                  join core.tenants t on t.tenant_id = d.tenant_id
                  left join core.tasks k on k.tenant_id = d.tenant_id and k.task_id = d.task_id
                 where d.tenant_id = @TenantId and d.deletion_id = @DeletionId
                """,
                new
                {
                    key.TenantId,
                    key.DeletionId,
                    kind = ConsoleTasks.Anonymise,
                }
            );
    }
}

/// <summary>Identifies a deletion.</summary>
internal sealed record DeletionKey(string TenantId, string DeletionId);
