using OwnerConsole.Data;
using OwnerConsole.Kernel.Applications;

namespace OwnerConsole.Tenants.Duplicates;

/// <summary>A tenant as far as a merge depends on it.</summary>
/// <param name="MergedInto">ID of the tenant it was merged into; null if it isn't merged.</param>
/// <param name="Tasks">Number of merges of the tenant that were ever requested, plus number ended. A change invalidates a preview.</param>
/// <param name="IsInProgress">Whether it is being merged into another one.</param>
/// <param name="IsNeeded">Whether another tenant is being merged into it.</param>
/// <param name="IsBeingErased">Whether the application is asked to anonymise it.</param>
internal sealed record MergedTenant(
    string Id,
    Mode Mode,
    string ExternalId,
    bool IsAnonymised,
    string? MergedInto,
    long Tasks,
    bool IsInProgress,
    bool IsNeeded,
    bool IsBeingErased
)
{
    /// <param name="ids">IDs of tenants to merge.</param>
    /// <param name="into">The tenant that remains: an ID, or <c>ext:</c> followed by the application's ID.</param>
    /// <param name="work">Can read all tenants, or those that the caller can access.</param>
    /// <returns>The tenants and the one that remains, if it exists. An application's ID can name one tenant of each mode.</returns>
    public static Task<IReadOnlyList<MergedTenant>> List(IReadOnlyList<string> ids, string into, UnitOfWork work) =>
        work.List<MergedTenant>(
            """
            select t.tenant_id as id, t.mode, t.external_id, s.lifecycle = 'anonymised' as is_anonymised,
                   (select g.into_id from duplicates.tenant_merges g where g.tenant_id = t.tenant_id and g.to_at is null) as merged_into,
                   (select count(*) + count(k.ended_at) from core.tasks k where k.tenant_id = t.tenant_id and k.subject_id = t.tenant_id and k.kind = @kind) as tasks,
                   exists (select from core.tasks k
                            where k.tenant_id = t.tenant_id and k.subject_id = t.tenant_id and k.kind = @kind and k.ended_at is null) as is_in_progress,
                   exists (select from core.tasks k where k.other_id = t.tenant_id and k.kind = @kind and k.ended_at is null) as is_needed,
                   exists (select from core.tasks k
                            where k.tenant_id = t.tenant_id and k.subject_id = t.tenant_id and k.kind = @erasure and k.ended_at is null) as is_being_erased
              from core.tenants t
              join core.tenant_status s on s.tenant_id = t.tenant_id
             where t.tenant_id in (
                     select unnest(@ids) union select @into
                      union select e.tenant_id from core.tenants e
                             where @into like 'ext:%' and e.mode in ('live', 'test') and e.external_id = substr(@into, 5))
            """,
            new
            {
                ids = ids.ToArray(),
                into,
                kind = ConsoleTasks.MergeTenants,
                erasure = ConsoleTasks.Anonymise,
            }
        );

    /// <summary>The tenant as the other subject of a task.</summary>
    public TaskTarget ToTarget() =>
        new(
            TenantId: Id,
            Id: Id,
            Mode: Mode,
            IsAnonymised: IsAnonymised,
            Revision: 1,
            Tasks: Tasks,
            HasEnded: false,
            IsInProgress: IsInProgress,
            Unsent: null,
            IsNeeded: IsNeeded,
            MergedInto: MergedInto,
            ExternalId: ExternalId,
            Role: null,
            People: 0,
            TaskId: ""
        )
        {
            IsBeingErased = IsBeingErased,
        };
}
