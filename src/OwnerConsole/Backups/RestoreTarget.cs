using System.Globalization;
using OwnerConsole.Pure.Ids;

namespace OwnerConsole.Backups;

/// <summary>The moment that a restore stops at: the last there is, a time, or a restore point.</summary>
/// <param name="At">null for no time</param>
/// <param name="Point">its name; null for none</param>
internal sealed record RestoreTarget(DateTimeOffset? At = null, string? Point = null)
{
    public static readonly RestoreTarget Last = new();

    /// <returns>as PostgreSQL's settings say it</returns>
    public IEnumerable<string> Settings =>
        this switch
        {
            { At: { } at } => [$"recovery_target_time={at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture)}+00"],
            { Point: { } point } => [$"recovery_target_name={point}"],
            _ => [],
        };

    /// <summary>A backup leads to what came after it. A restore point comes after the id that it is named by: a run's was asked for before it began, and a backup's own lies at its end.</summary>
    public bool IsAfter(Manifest backup) =>
        this switch
        {
            { At: { } at } => at > backup.EndedAt,
            { Point: { } point } => point == backup.BackupId || TypeId.MadeAt(point) is not { } made || made > backup.EndedAt,
            _ => true,
        };

    /// <summary>PostgreSQL stops at the first change that is dated after the moment, even where later ones are dated before it because the clock was ahead for a time.</summary>
    /// <param name="reachedAt">when the last change that was restored was made; null when that isn't known</param>
    /// <returns>what is said where the copy may lack something that was asked for; null where it ends within a minute of the moment, or no moment was asked for</returns>
    public string? Warning(DateTimeOffset? reachedAt) =>
        At is not { } at || reachedAt is not { } reached || at - reached < s_close
            ? null
            : $"The last change in it is of {Said(reached)}, {(at - reached).TotalMinutes:0} minutes before the moment you asked for. "
                + "Either nothing was written in between, or the clock was ahead for a time: a restore stops at the first change that is dated after the moment. "
                + "If something is missing, restore without --to-time, to a restore point (--to-point), or from a backup that was made after the clock was corrected (--backup).";

    private static readonly TimeSpan s_close = TimeSpan.FromMinutes(1);

    private static string Said(DateTimeOffset at) => $"{at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)} UTC";

    public override string ToString() =>
        this switch
        {
            { At: { } at } => Said(at),
            { Point: { } point } => point,
            _ => "the last moment that was stored",
        };
}
