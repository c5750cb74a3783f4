using OwnerConsole.Data;
using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Tenants.Access;

/// <summary>Writes suspensions. A tenant has at most one open suspension, opened by a run.</summary>
internal static class SuspensionRows
{
    private static readonly StateRows Rows = new("access.suspensions", "tenant_id") { HaveClosedAt = true };

    public static void Open(IReadOnlyList<string> ids, SuspensionCause cause, string? message, UnitOfWork work)
    {
        work.Defer(
            """
            insert into access.suspensions (tenant_id, opened_by, cause, message, opened_at)
            select id, @run, @cause, @message, clock_timestamp() from unnest(@ids) id
            """,
            new
            {
                ids,
                run = work.RunId,
                cause,
                message,
            }
        );
        work.Open(StatusFact.Suspension, ids);
    }

    public static async Task Close(IReadOnlyList<string> ids, UnitOfWork work)
    {
        await Rows.Close(ids, work);
        work.Close(StatusFact.Suspension, ids);
    }

    /// <summary>Closes the open suspensions with a cause; those with another cause stay.</summary>
    /// <returns>The tenants whose access was restored.</returns>
    public static async Task<IReadOnlyList<string>> Close(IReadOnlyList<string> ids, SuspensionCause cause, UnitOfWork work)
    {
        var lifted = await work.List<string>(
            """
            update access.suspensions
               set closed_by = @run, closed_at = clock_timestamp()
             where tenant_id = any(@ids) and cause = @cause and closed_by is null
            returning tenant_id
            """,
            new
            {
                run = work.RunId,
                ids,
                cause,
            }
        );
        work.Close(StatusFact.Suspension, lifted);
        return lifted;
    }

    /// <summary>Closes the suspensions that <paramref name="undoneRun"/> opened.</summary>
    /// <returns>The tenants whose access was restored.</returns>
    public static async Task<IReadOnlyList<string>> CloseOpenedBy(IReadOnlyList<string> ids, string undoneRun, UnitOfWork work)
    {
        var lifted = await Rows.CloseOpenedBy(ids, undoneRun, work);
        work.Close(StatusFact.Suspension, lifted);
        return lifted;
    }

    /// <summary>
    /// Opens the suspensions that <paramref name="undoneRun"/> closed, unless the tenant has been suspended again since, or its deletion was cancelled.
    /// </summary>
    /// <returns>The tenants that are suspended again.</returns>
    public static async Task<IReadOnlyList<string>> OpenClosedBy(IReadOnlyList<string> ids, string undoneRun, UnitOfWork work)
    {
        var restored = await work.List<string>(
            """
            insert into access.suspensions (tenant_id, opened_by, cause, message, opened_at)
            select s.tenant_id, @run, s.cause, s.message, clock_timestamp()
              from access.suspensions s
             where s.closed_by = @undoneRun and s.tenant_id = any(@ids)
               and not exists (select 1 from access.suspensions later where later.tenant_id = s.tenant_id and later.opened_at > s.closed_at)
               and (s.cause <> 'deletion' or exists (select from deletions.deletions d where d.tenant_id = s.tenant_id and d.closed_by is null))
            returning tenant_id
            """,
            new
            {
                run = work.RunId,
                undoneRun,
                ids,
            }
        );
        work.Open(StatusFact.Suspension, restored);
        return restored;
    }
}
