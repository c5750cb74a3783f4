using OwnerConsole.Hosting.EmbeddedPostgres;
using OwnerConsole.Kernel.Backups;

namespace OwnerConsole.Hosting.Backups;

/// <summary>Uploads finished segments from the spool to the storage. A segment is deleted only after it was stored, however long that takes.</summary>
internal sealed class WalShipper(ClusterLocation premises, TimeProvider clock)
{
    private DateTimeOffset? _before;

    /// <exception cref="BackupException">The storage failed; segments that were not shipped remain in the spool.</exception>
    public async Task<WalShippingStatus> Ship(string cluster, EncryptedStore vault, CancellationToken stop)
    {
        var (count, behind) = (0, (TimeSpan?)null);
        foreach (var file in Waiting())
        {
            try
            {
                await vault.Put(BackupLayout.Wal(cluster) + file.Name, target => Copy(file, target, stop), stop);
            }
            catch (BackupException gone) when (gone.InnerException is FileNotFoundException)
            {
                continue; // a command already shipped it
            }
            var wait = Wait(EndedAt(file));
            behind = behind > wait ? behind : wait;
            file.Delete();
            count++;
        }
        var left = Waiting();
        return new(left.Count, left is [var oldest, ..] ? EndedAt(oldest) : null, count, behind);
    }

    /// <returns>Files to ship: new timelines first, then the oldest segments.</returns>
    private IReadOnlyList<FileInfo> Waiting() =>
        [
            .. new DirectoryInfo(premises.DataDirectory.Spool)
                .EnumerateFiles()
                .Where(file => !file.Name.EndsWith(".part", StringComparison.Ordinal))
                .OrderBy(file => !WalChain.IsHistory(file.Name))
                .ThenBy(file => file.Name, StringComparer.Ordinal),
        ];

    /// <summary>Age of the oldest change in a segment: it was written after the previous segment ended, and at most one segment interval before this one ended.</summary>
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
