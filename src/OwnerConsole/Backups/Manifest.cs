using OwnerConsole.Kernel.Backups;

namespace OwnerConsole.Backups;

/// <summary>What a stored backup says of itself. It is written last: a backup without one was not finished.</summary>
/// <param name="Cluster">PostgreSQL's name of it</param>
/// <param name="Major">of the programs that made it, and that read it</param>
/// <param name="FirstSegment">of the write-ahead log from which it goes on</param>
/// <param name="LastSegment">in which its own moment lies, named after its id; null when no write-ahead log is shipped to the same place</param>
/// <param name="Bytes">of the base, as stored</param>
/// <param name="Before">how much there was just before its moment</param>
/// <param name="After">and just after</param>
internal sealed record Manifest(
    string BackupId,
    string Cluster,
    int Major,
    DateTimeOffset BeganAt,
    DateTimeOffset EndedAt,
    string FirstSegment,
    string? LastSegment,
    long Bytes,
    Tally Before,
    Tally After
);
