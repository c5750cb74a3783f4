using OwnerConsole.Data;

namespace OwnerConsole.Reliability.Backups;

/// <summary>The WAL segment that PostgreSQL fails to archive. The console sees nothing to store in this case, although nothing is stored.</summary>
/// <param name="Segment">Segment that PostgreSQL keeps retrying.</param>
public sealed record ArchiverFailure(string Segment, DateTimeOffset FailedAt)
{
    public const string Trouble = "The write-ahead log (WAL) is not being stored";

    public string Reason =>
        $"PostgreSQL can't archive its write-ahead log (WAL), last attempt with {Segment}. See postgres.log for the cause, such as a full disk or missing permissions on the folder wal.";

    /// <returns>The failure; null if the last attempt succeeded or there was none.</returns>
    public static Task<ArchiverFailure?> FindCurrent(UnitOfWork work) =>
        work.One<ArchiverFailure>(
            """
            select last_failed_wal as segment, last_failed_time as failed_at from pg_stat_archiver
             where last_failed_time > coalesce(last_archived_time, '-infinity')
            """
        );
}
