using OwnerConsole.EmbeddedPostgres;
using OwnerConsole.Kernel.Backups;

namespace OwnerConsole.Backups;

/// <summary>Takes finished segments from the spool into the store. A segment is deleted only when it is stored, however long that takes.</summary>
internal sealed class WalShipper(Premises premises, TimeProvider clock)
{
    private DateTimeOffset? _before;

    /// <exception cref="BackupException">the store refuses; what was not shipped waits</exception>
    public async Task<Shipped> Ship(string cluster, Vault vault, CancellationToken stop)
    {
        var (count, behind) = (0, (TimeSpan?)null);
        foreach (var file in Waiting())
        {
            try
            {
                await vault.Put(Shelf.Wal(cluster) + file.Name, target => Copy(file, target, stop), stop);
            }
            catch (BackupException gone) when (gone.InnerException is FileNotFoundException)
            {
                continue; // a command beside the console was faster
            }
            var wait = Wait(EndedAt(file));
            behind = behind > wait ? behind : wait;
            file.Delete();
            count++;
        }
        var left = Waiting();
        return new(left.Count, left is [var oldest, ..] ? EndedAt(oldest) : null, count, behind);
    }

    /// <returns>what is to be shipped: what tells of a new timeline first, then the oldest</returns>
    private IReadOnlyList<FileInfo> Waiting() =>
        [
            .. new DirectoryInfo(premises.Room.Spool)
                .EnumerateFiles()
                .Where(file => !file.Name.EndsWith(".part", StringComparison.Ordinal))
                .OrderBy(file => !WalChain.IsHistory(file.Name))
                .ThenBy(file => file.Name, StringComparer.Ordinal),
        ];

    /// <summary>What stands first in a segment was written after the one before it ended, and no longer ago than a segment lasts.</summary>
    private TimeSpan Wait(DateTimeOffset endedAt)
    {
        var lasted = _before is { } before && endedAt - before is var since && since < ServerSettings.SegmentEnds ? since : ServerSettings.SegmentEnds;
        _before = endedAt;
        var stored = clock.GetUtcNow() - endedAt;
        return (lasted > TimeSpan.Zero ? lasted : TimeSpan.Zero) + (stored > TimeSpan.Zero ? stored : TimeSpan.Zero);
    }

    private static DateTimeOffset EndedAt(FileInfo file) => new(file.LastWriteTimeUtc);

    private static async Task Copy(FileInfo file, Stream target, CancellationToken stop)
    {
        await using var source = file.OpenRead();
        await source.CopyToAsync(target, stop);
    }
}
