using OwnerConsole.Kernel.Backups;

namespace OwnerConsole.Hosting.Backups;

/// <summary>Deletes backups and write-ahead log that have expired.</summary>
internal static class RetentionPruner
{
    /// <param name="since">Backups before this time are kept without the write-ahead log after them.</param>
    /// <param name="now">Current time; later backups were made while the clock was ahead.</param>
    /// <returns>Number of deleted objects.</returns>
    public static async Task<int> Prune(
        EncryptedStore vault,
        string cluster,
        IReadOnlyCollection<string> kept,
        DateTimeOffset since,
        DateTimeOffset now,
        CancellationToken stop
    )
    {
        var (whole, _) = await BackupLayout.Read(vault, stop);
        var ours = whole.Where(manifest => manifest.Cluster == cluster).ToList();
        if (!ours.Any(manifest => kept.Contains(manifest.BackupId)))
            throw new BackupException($"{vault.Address} has none of the backups to keep, so nothing is deleted there.");
        var newest = ours.FirstOrDefault(manifest => manifest.EndedAt <= now)?.BackupId ?? "";
        var made = ours.Select(manifest => manifest.BackupId).ToHashSet(StringComparer.Ordinal);
        var shelf = BackupLayout.Backups(cluster);
        var gone = (await vault.List(shelf, stop)).Where(name => IsOver(name[shelf.Length..].Split('/')[0])).ToList();
        // IDs sort by time. Of the incomplete backups, those newer than the newest complete one are still in progress.
        bool IsOver(string id) => !kept.Contains(id) && (made.Contains(id) || string.CompareOrdinal(id, newest) < 0);

        var first = ours.Where(manifest => kept.Contains(manifest.BackupId) && manifest.EndedAt >= since).Min(manifest => Place(manifest.FirstSegment));
        if (first is not null)
        {
            var wal = BackupLayout.Wal(cluster);
            gone.AddRange(
                (await vault.List(wal, stop)).Where(name =>
                    WalChain.IsSegment(name[wal.Length..]) && string.CompareOrdinal(Place(name[wal.Length..]), first) < 0
                )
            );
        }
        await vault.Delete(gone, stop);
        return gone.Count;
    }

    /// <summary>Position of a segment, regardless of its timeline.</summary>
    private static string Place(string segment) => segment[8..];
}
