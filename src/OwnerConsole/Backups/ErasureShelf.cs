using OwnerConsole.Kernel.Backups;

namespace OwnerConsole.Backups;

/// <summary>The ledger of erasures beside the backups: one object a line, so that none can be lost by another being written.</summary>
internal static class ErasureShelf
{
    /// <returns>lines that were not there yet</returns>
    public static async Task<int> Put(Vault vault, string cluster, ErasureFile ledger, CancellationToken stop)
    {
        var shelf = Shelf.Erasures(cluster);
        var all = ledger.Read();
        if (all.Count == 0)
            return 0;
        var there = (await vault.List(shelf, stop)).ToHashSet(StringComparer.Ordinal);
        var fresh = all.Where(erasure => there.Add(shelf + erasure.ErasureId)).ToList();
        foreach (var erasure in fresh)
            await vault.PutJson(shelf + erasure.ErasureId, erasure, stop);
        return fresh.Count;
    }

    /// <summary>Brings together what the store and the machine know, for a copy that is about to live.</summary>
    /// <param name="here">the machine's own ledger; it may be the copy's too</param>
    public static async Task Gather(Vault vault, string cluster, ErasureFile here, ErasureFile copys, CancellationToken stop)
    {
        var there = copys.Read().Select(erasure => erasure.ErasureId).ToHashSet(StringComparer.Ordinal);
        var stored = new List<Erasure>();
        foreach (var name in await vault.List(Shelf.Erasures(cluster), stop))
            stored.Add(
                await vault.GetJson<Erasure>(name, stop) ?? throw new BackupException($"{vault.Address} lost {name} while the ledger of erasures was read.")
            );
        copys.Append(here.Read().Concat(stored).Where(erasure => there.Add(erasure.ErasureId)));
    }
}
