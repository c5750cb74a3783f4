using OwnerConsole.Data;

namespace OwnerConsole.Plans.Entitlements.Overrides;

/// <summary>Rows of overrides. A tenant has at most one open override per feature, opened by a run.</summary>
internal static class OverrideRows
{
    /// <param name="feature">Key of the feature; null for any.</param>
    /// <param name="openedBy">Run that opened the override; null for any.</param>
    /// <returns>The tenants that had an open override.</returns>
    public static Task<IReadOnlyList<string>> Close(IReadOnlyList<string> ids, string? feature, string? openedBy, UnitOfWork work) =>
        work.List<string>(
            $"""
            update entitlements.overrides o
               set closed_by = @run, closed_at = clock_timestamp()
             where o.tenant_id = any(@ids) and (@feature::text is null or o.feature = @feature) and (@openedBy::text is null or o.opened_by = @openedBy) and {OverrideList.IsOpen}
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

    /// <summary>Restores the overrides that <paramref name="undoneRun"/> closed, unless the feature was overridden again since.</summary>
    /// <returns>The tenants whose override was restored.</returns>
    public static Task<IReadOnlyList<string>> Reopen(IReadOnlyList<string> ids, string undoneRun, UnitOfWork work) =>
        work.List<string>(
            $"""
            insert into entitlements.overrides (tenant_id, override_id, opened_by, feature, allows, until_at, reason, opened_at)
            select c.tenant_id, c.override_id, @run, c.feature, c.allows, c.until_at, c.reason, clock_timestamp()
              from entitlements.overrides c
             where c.tenant_id = any(@ids) and c.closed_by = @undoneRun and (c.until_at is null or c.until_at > now())
               and not exists (select 1 from entitlements.overrides o where o.tenant_id = c.tenant_id and o.feature = c.feature and {OverrideList.IsOpen})
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
