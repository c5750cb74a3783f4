namespace OwnerConsole.Reliability.Backups;

/// <summary>Backups as returned by the API.</summary>
/// <param name="Health">Whether backups are created and verified as configured.</param>
/// <param name="Error">Why backups are failing; null otherwise.</param>
/// <param name="Address">Where backups are stored; null if the console creates none.</param>
/// <param name="RpoSeconds">Maximum data loss if the machine fails, measured over the last 24 hours; null before the first measurement.</param>
/// <param name="RtoSeconds">Duration of the last verification restore; null if there was none.</param>
/// <param name="NextAt">Time of the next scheduled backup; null if it is due now or the console creates no backups.</param>
/// <param name="Backups">Backups, newest first.</param>
/// <param name="NextCursor">Cursor of the next page; null on the last page.</param>
public sealed record BackupsView(
    BackupHealth Health,
    string? Error,
    string? Address,
    double? RpoSeconds,
    double? RtoSeconds,
    DateTimeOffset? NextAt,
    IReadOnlyList<BackupRow> Backups,
    string? NextCursor
);
