using OwnerConsole.Data;

namespace OwnerConsole.Kernel.Retention;

/// <summary>Writes legal holds. They are rows of the kernel, because retention and erasure of all modules read them.</summary>
public static class LegalHoldRows
{
    private static readonly StateRows s_byTenant = new("core.legal_holds", "tenant_id") { HaveClosedAt = true };

    /// <param name="holds">New holds.</param>
    /// <param name="matter">Name of the case.</param>
    /// <param name="reason">Why the data must be kept.</param>
    /// <param name="endsAt">Exclusive end; null until the release.</param>
    /// <param name="work">Transaction of the run, which has called <see cref="LegalHolds.Lock"/>.</param>
    public static Task Place(IReadOnlyCollection<OpenHold> holds, string matter, string reason, DateTimeOffset? endsAt, UnitOfWork work) =>
        work.Execute(
            """
            insert into core.legal_holds (tenant_id, hold_id, member_id, matter, reason, ends_at, opened_by, opened_at)
            select n.tenant_id, n.hold_id, n.member_id, @matter, @reason, @endsAt, @run, clock_timestamp()
              from unnest(@tenants, @ids, @members) n (tenant_id, hold_id, member_id)
            """,
            new
            {
                matter,
                reason,
                endsAt,
                run = work.RunId,
                tenants = holds.Select(hold => hold.TenantId).ToArray(),
                ids = holds.Select(hold => hold.HoldId).ToArray(),
                members = holds.Select(hold => hold.MemberId).ToArray(),
            }
        );

    /// <param name="ids">IDs of holds.</param>
    /// <param name="reason">Why the data no longer has to be kept.</param>
    /// <param name="work">Transaction of the run.</param>
    public static Task Release(IReadOnlyCollection<string> ids, string reason, UnitOfWork work) =>
        work.Execute(
            """
            update core.legal_holds set closed_by = @run, closed_at = clock_timestamp(), released_as = @reason
             where hold_id = any(@ids) and closed_by is null
            """,
            new
            {
                run = work.RunId,
                reason,
                ids,
            }
        );

    /// <summary>Ends the holds that a run placed and that are not released.</summary>
    /// <param name="tenants">IDs of tenants.</param>
    /// <param name="undoneRun">Run that placed the holds.</param>
    /// <param name="work">Transaction of the undo.</param>
    /// <returns>IDs of the tenants whose holds ended.</returns>
    public static Task<IReadOnlyList<string>> UndoPlace(IReadOnlyCollection<string> tenants, string undoneRun, UnitOfWork work) =>
        s_byTenant.CloseOpenedBy(tenants, undoneRun, work);
}
