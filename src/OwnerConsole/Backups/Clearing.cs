using OwnerConsole.Kernel.Backups;

namespace OwnerConsole.Backups;

/// <summary>Deletes what is older than what is kept.</summary>
internal static class Clearing
{
    /// <param name="since">a backup before this moment is kept for itself, without the write-ahead log after it</param>
    /// <param name="now">a backup after this was made while the clock was ahead</param>
    /// <returns>objects that were deleted</returns>
    public static async Task<int> Clear(
        Vault vault,
        string cluster,
        IReadOnlyCollection<string> kept,
        DateTimeOffset since,
        DateTimeOffset now,
        CancellationToken stop
    )
    {
        var (whole, _) = await Shelf.Read(vault, stop);
        var ours = whole.Where(manifest => manifest.Cluster == cluster).ToList();
        if (!ours.Any(manifest => kept.Contains(manifest.BackupId)))
            throw new BackupException($"{vault.Address} has none of the backups that are to be kept, so nothing is deleted there.");
        var newest = ours.FirstOrDefault(manifest => manifest.EndedAt <= now)?.BackupId ?? "";
        var made = ours.Select(manifest => manifest.BackupId).ToHashSet(StringComparer.Ordinal);
        var shelf = Shelf.Backups(cluster);
        var gone = (await vault.List(shelf, stop)).Where(name => IsOver(name[shelf.Length..].Split('/')[0])).ToList();
        // Ids sort by time: of those that are not whole, what is newer than the newest is being made.
        bool IsOver(string id) => !kept.Contains(id) && (made.Contains(id) || string.CompareOrdinal(id, newest) < 0);

        var first = ours.Where(manifest => kept.Contains(manifest.BackupId) && manifest.EndedAt >= since).Min(manifest => Place(manifest.FirstSegment));
        if (first is not null)
        {
            var wal = Shelf.Wal(cluster);
            gone.AddRange(
                (await vault.List(wal, stop)).Where(name =>
                    WalChain.IsSegment(name[wal.Length..]) && string.CompareOrdinal(Place(name[wal.Length..]), first) < 0
                )
            );
        }
        await vault.Delete(gone, stop);
        return gone.Count;
    }

    /// <summary>Of a segment, whatever its timeline.</summary>
    private static string Place(string segment) => segment[8..];
}
