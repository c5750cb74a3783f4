namespace OwnerConsole.Kernel.Secrets;

/// <summary>The key ring as it was last read.</summary>
/// <param name="Keys">Keys, newest first.</param>
/// <param name="Unreadable">Ids of keys that the master key can't decrypt.</param>
/// <param name="ReadAt">Time of reading, by this machine's monotonic clock.</param>
public sealed record KeyRingSnapshot(IReadOnlyList<RingKey> Keys, IReadOnlyList<string> Unreadable, long ReadAt)
{
    internal EncryptionKey? Find(string id) => Keys.FirstOrDefault(key => key.Key.Id == id)?.Key;

    /// <summary>The newest key that every node knows; in a new database the only key.</summary>
    internal EncryptionKey Current(TimeProvider clock)
    {
        var since = clock.GetElapsedTime(ReadAt);
        return (Keys.FirstOrDefault(key => key.Age + since >= KeyRing.ActivationDelay) ?? Keys[^1]).Key;
    }
}
