namespace OwnerConsole.Reliability.Backups;

/// <summary>The backups as the API shows them.</summary>
/// <param name="Address">where they go; null where the console makes none</param>
/// <param name="RpoSeconds">what the loss of the machine would cost at most, measured over the last day; null while nothing was measured</param>
/// <param name="RtoSeconds">how long the last automatic restore took; null when there was none</param>
/// <param name="NextAt">when one is made by itself; null for at once, and where the console makes none</param>
/// <param name="Why">it is red; null otherwise</param>
/// <param name="NextCursor">null on the last page</param>
public sealed record BackupsView(
    BackupHealth Health,
    string? Why,
    string? Address,
    double? RpoSeconds,
    double? RtoSeconds,
    DateTimeOffset? NextAt,
    IReadOnlyList<BackupRow> Backups,
    string? NextCursor
);
