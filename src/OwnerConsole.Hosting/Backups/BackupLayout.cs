using OwnerConsole.Kernel.Backups;

namespace OwnerConsole.Hosting.Backups;

/// <summary>Names of objects in the storage.</summary>
internal static class BackupLayout
{
    private const string Ending = "/manifest";

    public static string Base(string cluster, string backupId) => $"{Backups(cluster)}{backupId}/base";

    public static string Manifest(string cluster, string backupId) => $"{Backups(cluster)}{backupId}{Ending}";

    public static string Backups(string cluster) => $"{cluster}/backups/";

    public static string Wal(string cluster) => $"{cluster}/wal/";

    public static string Erasures(string cluster) => $"{cluster}/erasures/";

    /// <returns>All complete backups of every cluster in this storage, newest first, and the IDs of those that can't be decrypted.</returns>
    public static async Task<(IReadOnlyList<Manifest> Whole, IReadOnlyList<string> Shut)> Read(EncryptedStore vault, CancellationToken stop)
    {
        var (whole, shut) = (new List<Manifest>(), new List<string>());
        foreach (var name in (await vault.List("", stop)).Where(name => name.EndsWith(Ending, StringComparison.Ordinal)))
        {
            try
            {
                if (await vault.GetJson<Manifest>(name, stop) is { } manifest)
                    whole.Add(manifest);
            }
            catch (BackupException changed) when (changed.InnerException is null or InvalidDataException)
            {
                shut.Add(name.Split('/')[^2]); // encrypted with another key, or damaged; the others are still read
            }
        }
        return ([.. whole.OrderByDescending(manifest => manifest.EndedAt)], shut);
    }

    /// <exception cref="BackupException">No backup has this ID.</exception>
    public static Task<Manifest> Find(EncryptedStore vault, string backupId, CancellationToken stop) => Find(vault, backupId, RestoreTarget.Last, stop);

    /// <param name="backupId">ID, or <c>latest</c> for the newest backup that can reach <paramref name="target"/>.</param>
    /// <exception cref="BackupException">No backup has this ID, or none is old enough.</exception>
    public static async Task<Manifest> Find(EncryptedStore vault, string backupId, RestoreTarget target, CancellationToken stop)
    {
        var (whole, shut) = await Read(vault, stop);
        return whole.FirstOrDefault(manifest => backupId == "latest" ? target.IsAfter(manifest) : manifest.BackupId == backupId)
            ?? throw new BackupException(
                shut.Count > 0 ? $"{vault.Address} has no such backup that can be decrypted. Changed, or encrypted with another key: {string.Join(", ", shut)}."
                : whole.Count > 0 && backupId == "latest"
                    ? $"{vault.Address} has no backup from before {target}: the oldest is from {whole[^1].EndedAt:yyyy-MM-dd HH:mm:ss} UTC."
                : whole.Count > 0 ? $"{vault.Address} has no backup {backupId}."
                : $"{vault.Address} has no backups. Set their location with --from: it is on the recovery sheet and on the Backups page."
            );
    }
}
