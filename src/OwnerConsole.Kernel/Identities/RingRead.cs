namespace OwnerConsole.Kernel.Identities;

/// <summary>The key ring as it was last read.</summary>
/// <param name="Keys">Keys, newest first.</param>
/// <param name="Shut">Ids of keys that the master key can't decrypt.</param>
/// <param name="ReadAt">Time of reading, by this machine's monotonic clock.</param>
public sealed record RingRead(IReadOnlyList<RingKey> Keys, IReadOnlyList<string> Shut, long ReadAt)
{
    internal SealingKey? Find(string id) => Keys.FirstOrDefault(one => one.Key.Id == id)?.Key;

    /// <summary>The newest key that every node knows; in a new database the only key.</summary>
    internal SealingKey Sealing(TimeProvider clock)
    {
        var since = clock.GetElapsedTime(ReadAt);
        return (Keys.FirstOrDefault(one => one.Age + since >= KeyRing.Notice) ?? Keys[^1]).Key;
    }
}
