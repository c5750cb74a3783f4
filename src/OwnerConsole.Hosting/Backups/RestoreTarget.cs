using System.Globalization;
using OwnerConsole.Pure.Ids;

namespace OwnerConsole.Hosting.Backups;

/// <summary>The point at which a restore stops: the latest stored change, a time, or a restore point.</summary>
/// <param name="At">Target time; null if none.</param>
/// <param name="Point">Name of the restore point; null if none.</param>
internal sealed record RestoreTarget(DateTimeOffset? At = null, string? Point = null)
{
    public static readonly RestoreTarget Last = new();

    /// <returns>The recovery settings of PostgreSQL.</returns>
    public IEnumerable<string> Settings =>
        this switch
        {
            { At: { } at } => [$"recovery_target_time={at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture)}+00"],
            { Point: { } point } => [$"recovery_target_name={point}"],
            _ => [],
        };

    /// <summary>True if the target is after the backup, so that the backup can reach it. A restore point is created after the ID in its name: before a run starts, and at the end of a backup.</summary>
    public bool IsAfter(Manifest backup) =>
        this switch
        {
            { At: { } at } => at > backup.EndedAt,
            { Point: { } point } => point == backup.BackupId || TypeId.CreatedAt(point) is not { } made || made > backup.EndedAt,
            _ => true,
        };

    /// <summary>Warns if the copy may be incomplete: PostgreSQL stops at the first change dated after the target time, even if later changes are dated before it because the clock was ahead.</summary>
    /// <param name="reachedAt">Time of the last restored change; null if unknown.</param>
    /// <returns>A warning if the copy may lack changes up to the target time; null if it ends within a minute of it or no time was given.</returns>
    public string? Warning(DateTimeOffset? reachedAt) =>
        At is not { } at || reachedAt is not { } reached || at - reached < s_close
            ? null
            : $"The last restored change is from {Said(reached)}, {(at - reached).TotalMinutes:0} minutes before the requested time. "
                + "Either nothing was written in between, or the clock was ahead for a while: a restore stops at the first change dated after the requested time. "
                + "If changes are missing, restore without --to-time, to a restore point (--to-point), or from a backup made after the clock was corrected (--backup).";

    private static readonly TimeSpan s_close = TimeSpan.FromMinutes(1);

    private static string Said(DateTimeOffset at) => $"{at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)} UTC";

    public override string ToString() =>
        this switch
        {
            { At: { } at } => Said(at),
            { Point: { } point } => point,
            _ => "the latest stored change",
        };
}
