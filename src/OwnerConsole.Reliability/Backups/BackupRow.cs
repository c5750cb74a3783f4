using OwnerConsole.Data;
using OwnerConsole.Kernel.Backups;

namespace OwnerConsole.Reliability.Backups;

/// <summary>A requested, running or completed backup.</summary>
/// <param name="BackupId">ID of the backup.</param>
/// <param name="RequestedBy">What requested the backup: the id of a run, <c>schedule</c> or <c>command</c>.</param>
/// <param name="RequestedAt">When the backup was requested.</param>
/// <param name="Address">Where the backup is stored; null before it starts.</param>
/// <param name="Error">Why the backup failed; null otherwise.</param>
/// <param name="CreatedAt">When the backup was completed; null until then.</param>
/// <param name="VerifiedAt">When the backup was restored as a test; null until then.</param>
/// <param name="Bytes">Size in bytes.</param>
/// <param name="VerificationMs">Duration of the verification restore in milliseconds.</param>
/// <param name="Tenants">Number of tenants in the backup.</param>
/// <param name="Members">Number of members in the backup.</param>
/// <param name="Runs">Number of runs in the backup.</param>
/// <param name="Lines">Number of log entries in the backup.</param>
public sealed record BackupRow(
    string BackupId,
    string RequestedBy,
    DateTimeOffset RequestedAt,
    BackupState State,
    string? Address,
    string? Error,
    DateTimeOffset? CreatedAt,
    DateTimeOffset? VerifiedAt,
    long? Bytes,
    long? VerificationMs,
    long? Tenants,
    long? Members,
    long? Runs,
    long? Lines
)
{
    public const string Columns =
        "b.backup_id, b.requested_by, b.requested_at, b.state, b.address, b.error, b.created_at, b.verified_at, b.bytes, b.verification_ms, b.tenants, b.members, b.runs, b.lines";

    /// <returns>Backups, newest first.</returns>
    public static Task<IReadOnlyList<BackupRow>> List(int limit, UnitOfWork work) =>
        work.List<BackupRow>($"select {Columns} from backups.backups b order by b.requested_at desc, b.backup_id desc limit @limit", new { limit });

    /// <summary>One page of backups, newest first.</summary>
    public static async Task<Page<BackupRow>> Page(string? cursor, int limit, UnitOfWork work)
    {
        var (lastAt, lastId) = cursor is null ? default : Cursor.ReadInstant(cursor);
        var rows = await work.List<BackupRow>(
            $"""
            select {Columns} from backups.backups b
             where {(cursor is null ? "true" : "(b.requested_at, b.backup_id) < (@lastAt, @lastId)")}
             order by b.requested_at desc, b.backup_id desc
             limit @limit + 1
            """,
            new
            {
                lastAt,
                lastId,
                limit,
            }
        );
        var shown = rows.Select(row =>
            row with
            {
                Address = row.Address is null ? null : BackupLocation.WithoutCredentials(row.Address),
                Error = row.Error is null ? null : BackupLocation.WithoutCredentials(row.Error),
            }
        );
        return Paging.ToPage([.. shown], limit, last => Cursor.Of(last.RequestedAt, last.BackupId));
    }

    /// <returns>The backup that is requested, running or being verified; null if there is none.</returns>
    public static Task<BackupRow?> FindRunning(UnitOfWork work) =>
        work.One<BackupRow>($"select {Columns} from backups.backups b where b.state in ('requested', 'creating', 'verifying')");

    /// <summary>Backups made since the database was restored. Earlier backups belong to the previous database and don't protect this one.</summary>
    public static IReadOnlyList<BackupRow> Since(DateTimeOffset? restoredAt, IReadOnlyList<BackupRow> rows) =>
        restoredAt is { } at ? [.. rows.Where(row => row.RequestedAt > at)] : rows;
}
