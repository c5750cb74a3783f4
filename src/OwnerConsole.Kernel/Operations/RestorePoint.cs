using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Kernel.Operations;

/// <summary>The moment before a run, with the run's id as its name in the write-ahead log: a restore can stop there.</summary>
internal static class RestorePoint
{
    /// <summary>Made in the run's first transaction, so before anything of it is committed. Not made where PostgreSQL is somebody else's and doesn't let us.</summary>
    public static Task Make(string runId, Work work) =>
        work.Do(
            """
            with point as materialized (
              select case when has_function_privilege('pg_create_restore_point(text)', 'execute') then pg_create_restore_point(@runId) end as at)
            update core.runs r set restore_point = true from point where r.run_id = @runId and point.at is not null
            """,
            new { runId }
        );
}
