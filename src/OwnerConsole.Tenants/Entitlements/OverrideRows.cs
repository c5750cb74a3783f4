using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Tenants.Entitlements;

/// <summary>The rows of overrides: of a tenant and a feature one is open at most, opened by a run.</summary>
internal static class OverrideRows
{
    /// <param name="feature">null for whichever</param>
    /// <param name="openedBy">the run that has opened it; null for whichever</param>
    /// <returns>the tenants that had one</returns>
    public static Task<IReadOnlyList<string>> Close(IReadOnlyList<string> ids, string? feature, string? openedBy, Work work) =>
        work.List<string>(
            $"""
            update entitlements.overrides o
               set closed_by = @run, closed_at = clock_timestamp()
             where o.tenant_id = any(@ids) and (@feature::text is null or o.feature = @feature) and (@openedBy::text is null or o.opened_by = @openedBy) and {Overrides.IsOpen}
            returning o.tenant_id
            """,
            new
            {
                run = work.RunId,
                ids,
                feature,
                openedBy,
            }
        );

    /// <summary>Brings back what <paramref name="undoneRun"/> closed, where nothing was decided about it since.</summary>
    /// <returns>the tenants that have it back</returns>
    public static Task<IReadOnlyList<string>> Reopen(IReadOnlyList<string> ids, string undoneRun, Work work) =>
        work.List<string>(
            $"""
            insert into entitlements.overrides (tenant_id, override_id, opened_by, feature, allows, until_at, reason, opened_at)
            select c.tenant_id, c.override_id, @run, c.feature, c.allows, c.until_at, c.reason, clock_timestamp()
              from entitlements.overrides c
             where c.tenant_id = any(@ids) and c.closed_by = @undoneRun and (c.until_at is null or c.until_at > now())
               and not exists (select 1 from entitlements.overrides o where o.tenant_id = c.tenant_id and o.feature = c.feature and {Overrides.IsOpen})
            returning tenant_id
            """,
            new
            {
                run = work.RunId,
                ids,
                undoneRun,
            }
        );
}
