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

    public override string ToString() =>
        this switch
        {
            { At: { } at } => $"{at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)} UTC",
            { Point: { } point } => point,
            _ => "the last moment that was stored",
        };
}
