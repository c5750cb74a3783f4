using OwnerConsole.Data;
using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Tenants.Access;

/// <summary>Writes suspensions. A tenant has at most one open suspension, opened by a run.</summary>
internal static class SuspensionRows
{
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

    /// <summary>Closes the suspensions that <paramref name="undoneRun"/> opened.</summary>
    /// <returns>The tenants whose access was restored.</returns>
    public static async Task<IReadOnlyList<string>> Close(IReadOnlyList<string> ids, string undoneRun, UnitOfWork work)
    {
        var lifted = await work.List<string>(
            """
            update access.suspensions
               set closed_by = @run, closed_at = clock_timestamp()
             where opened_by = @undoneRun and tenant_id = any(@ids) and closed_by is null
            returning tenant_id
            """,
            new
            {
                run = work.RunId,
                undoneRun,
                ids,
            }
        );
        work.Close(StatusFact.Suspension, lifted);
        return lifted;
    }
}
