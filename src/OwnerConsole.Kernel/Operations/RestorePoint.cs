using OwnerConsole.Data;

namespace OwnerConsole.Kernel.Operations;

/// <summary>Restore point before a run, named by the run's id in the write-ahead log; a restore can stop there.</summary>
internal static class RestorePoint
{
    /// <summary>
    /// Creates the restore point in the run's first transaction, before any of its changes are committed. Skipped on an external PostgreSQL server that
    /// doesn't permit it.
    /// </summary>
    public static Task Make(string runId, UnitOfWork work) =>
        work.Execute(
            """
            with point as materialized (
              select case when has_function_privilege('pg_create_restore_point(text)', 'execute') then pg_create_restore_point(@runId) end as at)
            update core.runs r set restore_point = true from point where r.run_id = @runId and point.at is not null
            """,
            new { runId }
        );
}
