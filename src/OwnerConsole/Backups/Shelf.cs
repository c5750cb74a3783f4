using OwnerConsole.Kernel.Backups;

namespace OwnerConsole.Backups;

/// <summary>What is called how in a store.</summary>
internal static class Shelf
{
    private const string Ending = "/manifest";

    public static string Base(string cluster, string backupId) => $"{Backups(cluster)}{backupId}/base";

    public static string Manifest(string cluster, string backupId) => $"{Backups(cluster)}{backupId}{Ending}";

    public static string Backups(string cluster) => $"{cluster}/backups/";

    public static string Wal(string cluster) => $"{cluster}/wal/";

    public static string Erasures(string cluster) => $"{cluster}/erasures/";

    /// <returns>all that are whole, of every cluster that this store was given, the newest first; and the ids of those that do not open</returns>
    public static async Task<(IReadOnlyList<Manifest> Whole, IReadOnlyList<string> Shut)> Read(Vault vault, CancellationToken stop)
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
                shut.Add(name.Split('/')[^2]); // its own key, or its own damage: the others are read all the same
            }
        }
        return ([.. whole.OrderByDescending(manifest => manifest.EndedAt)], shut);
    }

    /// <exception cref="BackupException">there is none of this id</exception>
    public static Task<Manifest> Find(Vault vault, string backupId, CancellationToken stop) => Find(vault, backupId, RestoreTarget.Last, stop);

    /// <param name="backupId">or <c>latest</c>: the newest that leads to <paramref name="target"/></param>
    /// <exception cref="BackupException">there is none of this id, or none that is old enough</exception>
    public static async Task<Manifest> Find(Vault vault, string backupId, RestoreTarget target, CancellationToken stop)
    {
        var (whole, shut) = await Read(vault, stop);
        return whole.FirstOrDefault(manifest => backupId == "latest" ? target.IsAfter(manifest) : manifest.BackupId == backupId)
            ?? throw new BackupException(
                shut.Count > 0 ? $"{vault.Address} holds no such backup that opens; with another key, or changed: {string.Join(", ", shut)}."
                : whole.Count > 0 && backupId == "latest"
                    ? $"{vault.Address} holds no backup from before {target}: the oldest is of {whole[^1].EndedAt:yyyy-MM-dd HH:mm:ss} UTC."
                : whole.Count > 0 ? $"{vault.Address} holds no backup {backupId}."
                : $"{vault.Address} holds no backup. Say with --from where they lie: the recovery sheet and the page say it, too."
            );
    }
}
