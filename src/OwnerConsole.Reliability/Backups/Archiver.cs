using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Reliability.Backups;

/// <summary>What of its write-ahead log PostgreSQL can't hand out: then nothing waits to be stored, and nothing is stored either.</summary>
/// <param name="Segment">that it tries again and again</param>
public sealed record Archiver(string Segment, DateTimeOffset FailedAt)
{
    public const string Trouble = "The write-ahead log is not stored";

    public string Why =>
        $"PostgreSQL can't hand out its write-ahead log, last tried with {Segment}: postgres.log says why. Is the disk full, or the folder wal closed to it?";

    /// <returns>null when the last attempt went well, or there was none</returns>
    public static Task<Archiver?> Failing(Work work) =>
        work.One<Archiver>(
            """
            select last_failed_wal as segment, last_failed_time as failed_at from pg_stat_archiver
             where last_failed_time > coalesce(last_archived_time, '-infinity')
            """
        );
}
