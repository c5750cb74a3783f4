using OwnerConsole.Kernel.Backups;

namespace OwnerConsole.Hosting.Backups;

/// <summary>Stores the ledger of erasures next to the backups, one object per line, so that writing one can't lose another.</summary>
internal static class ErasureLedgerStore
{
    /// <returns>Number of lines that were not stored yet.</returns>
    public static async Task<int> Put(EncryptedStore vault, string cluster, ErasureFile ledger, CancellationToken stop)
    {
        var shelf = BackupLayout.Erasures(cluster);
        var all = ledger.Read();
        if (all.Count == 0)
            return 0;
        var there = (await vault.List(shelf, stop)).ToHashSet(StringComparer.Ordinal);
        var fresh = all.Where(erasure => there.Add(shelf + erasure.ErasureId)).ToList();
        foreach (var erasure in fresh)
            await vault.PutJson(shelf + erasure.ErasureId, erasure, stop);
        return fresh.Count;
    }

    /// <summary>Merges the ledgers of the storage and the machine into the ledger of a restored copy that will go live.</summary>
    /// <param name="here">The machine's ledger; it may be the same file as the copy's.</param>
    public static async Task Merge(EncryptedStore vault, string cluster, ErasureFile here, ErasureFile copys, CancellationToken stop)
    {
        var there = copys.Read().Select(erasure => erasure.ErasureId).ToHashSet(StringComparer.Ordinal);
        var stored = new List<Erasure>();
        foreach (var name in await vault.List(BackupLayout.Erasures(cluster), stop))
            stored.Add(
                await vault.GetJson<Erasure>(name, stop) ?? throw new BackupException($"{vault.Address} lost {name} while the erasure ledger was read.")
            );
        copys.Append(here.Read().Concat(stored).Where(erasure => there.Add(erasure.ErasureId)));
    }
}
