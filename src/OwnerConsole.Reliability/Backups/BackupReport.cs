using OwnerConsole.Kernel.Backups;

namespace OwnerConsole.Reliability.Backups;

/// <summary>All that is known of the backups.</summary>
/// <param name="Good">the last whose restore went well; null when there is none</param>
/// <param name="Last">the last that was asked for</param>
/// <param name="Rpo">what the loss of the machine would cost at most, measured; null while nothing was measured</param>
/// <param name="Rto">how long the last restore took; null when there was none</param>
/// <param name="NextAt">when one is made by itself; null for at once, and where the console makes none</param>
/// <param name="Why">it is red; null otherwise</param>
public sealed record BackupReport(BackupHealth Health, BackupRow? Good, BackupRow? Last, TimeSpan? Rpo, TimeSpan? Rto, DateTimeOffset? NextAt, string? Why)
{
    /// <summary>A day, and some time for it to be made.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromHours(27);

    /// <param name="rows">the newest first; since a restore only those after it</param>
    public static BackupReport Of(BackupHome home, bool isHeld, IReadOnlyList<BackupRow> rows, WalState wal, BackupSettings? settings, DateTimeOffset now)
    {
        var good = rows.FirstOrDefault(row => row.State is BackupState.Good);
        var over = rows.FirstOrDefault(row => row.State is BackupState.Good or BackupState.Failed);
        if (home.Engine is not { } engine || isHeld)
            return new(isHeld ? BackupHealth.Held : BackupHealth.NotHere, good, rows.FirstOrDefault(), null, Took(good), null, null);
        var why =
            over is { State: BackupState.Failed } ? over.Why
            : wal.IsBehind ? wal.Failure ?? "The write-ahead log is written faster than it is stored."
            : good is not null && now - good.AskedAt > Fresh ? "The last good backup is more than a day old."
            : null;
        var health =
            why is not null ? BackupHealth.Red
            : good is null ? BackupHealth.NotYet
            : BackupHealth.Green;
        var next = Schedule.Next(now, settings?.Hour ?? BackupSettings.UsualHour, rows.FirstOrDefault(), settings?.Address ?? engine.Usual.Address);
        return new(health, good, rows.FirstOrDefault(), wal.Rpo, Took(good), next > now ? next : null, why);
    }

    private static TimeSpan? Took(BackupRow? good) => good?.TrialMs is { } took ? TimeSpan.FromMilliseconds(took) : null;
}
