using OwnerConsole.Kernel.Backups;

namespace OwnerConsole.Hosting.Backups;

/// <summary>Description of a stored backup. It is written last: a backup without one is incomplete.</summary>
/// <param name="Cluster">PostgreSQL's system identifier of the cluster.</param>
/// <param name="Major">Major version of PostgreSQL that made the backup and can read it.</param>
/// <param name="FirstSegment">First segment of the write-ahead log that a restore needs.</param>
/// <param name="LastSegment">Segment that contains the backup's restore point, which is named after its ID; null if the write-ahead log is not shipped to the same storage.</param>
/// <param name="Bytes">Stored size of the base backup.</param>
/// <param name="Before">Row counts just before the restore point.</param>
/// <param name="After">Row counts just after the restore point.</param>
internal sealed record Manifest(
    string BackupId,
    string Cluster,
    int Major,
    DateTimeOffset StartedAt,
    DateTimeOffset EndedAt,
    string FirstSegment,
    string? LastSegment,
    long Bytes,
    RowCounts Before,
    RowCounts After
);
