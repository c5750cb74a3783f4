using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Reliability.Backups.Public;

/// <summary>What a loss of the machine would cost, for whoever says it elsewhere than on the page of backups.</summary>
public sealed class Losses(WalState wal, Database database, TimeProvider clock)
{
    private const int Newest = 100;

    /// <summary>What this console is behind with storing; null as long as everything is stored as it is written.</summary>
    public Unstored? Unstored => wal is { IsBehind: true, AloneSince: { } since } ? new(since, wal.Failure) : null;

    /// <summary>As the database knows it, also without a console.</summary>
    public async Task<KnownLosses> Look(CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        var rows = await BackupRow.List(Newest, work);
        var good = rows.FirstOrDefault(row => row.State is BackupState.Good);
        var over = rows.FirstOrDefault(row => row.State is BackupState.Good or BackupState.Failed);
        return new(
            good?.AskedAt,
            good?.Address,
            good is not null && clock.GetUtcNow() - good.AskedAt > BackupReport.Fresh,
            over is { State: BackupState.Failed } failed ? failed.Why : null,
            (await Archiver.Failing(work))?.Why
        );
    }
}

/// <param name="Since">what was written from then on is on this machine only</param>
/// <param name="Why">null when it is written faster than it is stored</param>
public sealed record Unstored(DateTimeOffset Since, string? Why);

/// <param name="GoodAt">of the last backup whose restore went well; null when there is none</param>
/// <param name="Address">where it lies</param>
/// <param name="IsOld">of more than a day</param>
/// <param name="Failure">of one after it; null when the last was good</param>
/// <param name="Stuck">why PostgreSQL can't hand out its write-ahead log; null when it can</param>
public sealed record KnownLosses(DateTimeOffset? GoodAt, string? Address, bool IsOld, string? Failure, string? Stuck);
