using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Retention;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Tenants.Access.Public;

namespace OwnerConsole.Tenants.Deletions;

/// <summary>A tenant that is scheduled for deletion, or whose deletion is cancelled.</summary>
/// <param name="IsSuspended">Whether access is blocked for any cause.</param>
/// <param name="IsBlocked">Whether access is blocked because of its scheduled deletion.</param>
/// <param name="People">Number of members.</param>
/// <param name="DeletionId">ID of its deletion, which can be complete; null if none is scheduled.</param>
/// <param name="HasStarted">Whether the deletion can't be cancelled any more, because the application was asked or the data is erased.</param>
/// <param name="NewId">ID of a new deletion.</param>
public sealed record DeletionFacts(
    string TenantId,
    long Revision,
    TenantLifecycle Lifecycle,
    bool IsSuspended,
    bool IsBlocked,
    long People,
    string? DeletionId,
    bool HasStarted,
    string NewId
) : ISubject
{
    public string Id => TenantId;

    /// <summary>A legal hold on the tenant or one of its members; null if there is none.</summary>
    public OpenHold? Hold { get; init; }

    /// <summary>Whether people can sign in until the deletion is scheduled.</summary>
    public bool HasAccess => !IsSuspended && Lifecycle is not (TenantLifecycle.Cancelled or TenantLifecycle.Anonymised);

    public static async Task<IReadOnlyList<DeletionFacts>> Load(IReadOnlyList<string> ids, UnitOfWork work)
    {
        // The deletion is locked before its tenant, as its steps do. The next statement then sees what they changed.
        await work.List<string>(
            $"""
            select d.deletion_id from deletions.deletions d
             where d.tenant_id = any(@ids) and d.closed_by is null
             order by d.tenant_id
             {work.ForUpdate("d")}
            """,
            new { ids }
        );
        var rows = await work.List<Row>(
            $"""
            select s.tenant_id, s.lifecycle, s.suspensions > 0 as is_suspended,
                   s.revision + (select count(*) + count(d.closed_by) from deletions.deletions d where d.tenant_id = s.tenant_id) as revision,
                   exists (select from access.suspensions u where u.tenant_id = s.tenant_id and {DeletionAccess.IsBlocked}) as is_blocked,
                   coalesce((select p.members from core.tenant_summaries p where p.tenant_id = s.tenant_id), 0)::bigint as people,
                   (select d.deletion_id from deletions.deletions d where d.tenant_id = s.tenant_id and d.closed_by is null) as deletion_id,
                   exists (select from deletions.deletions d
                            where d.tenant_id = s.tenant_id and d.closed_by is null and {DeletionRows.HasStarted("d")}) as has_started
              from core.tenant_status s
             where s.tenant_id = any(@ids)
             order by s.tenant_id
             {work.ForUpdate("s")}
            """,
            new { ids }
        );
        var holds = (await LegalHolds.ListOpen([.. rows.Select(row => row.TenantId)], work)).ToLookup(hold => hold.TenantId, StringComparer.Ordinal);
        return
        [
            .. rows.Select(row => new DeletionFacts(
                row.TenantId,
                row.Revision,
                row.Lifecycle,
                row.IsSuspended,
                row.IsBlocked,
                row.People,
                row.DeletionId,
                row.HasStarted,
                work.NewId("del", row.TenantId)
            )
            {
                Hold = holds[row.TenantId].FirstOrDefault(),
            }),
        ];
    }

    private sealed record Row(
        string TenantId,
        TenantLifecycle Lifecycle,
        bool IsSuspended,
        long Revision,
        bool IsBlocked,
        long People,
        string? DeletionId,
        bool HasStarted
    );
}
