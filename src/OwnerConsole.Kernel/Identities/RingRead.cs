namespace OwnerConsole.Kernel.Identities;

/// <summary>The ring, as it was read last.</summary>
/// <param name="Keys">the newest first</param>
/// <param name="Shut">ids of those that the master key doesn't open</param>
/// <param name="ReadAt">by this machine's monotonic clock</param>
public sealed record RingRead(IReadOnlyList<RingKey> Keys, IReadOnlyList<string> Shut, long ReadAt)
{
    internal SealingKey? Find(string id) => Keys.FirstOrDefault(one => one.Key.Id == id)?.Key;

    /// <summary>The newest that every node knows; in a new database the only one there is.</summary>
    internal SealingKey Sealing(TimeProvider clock)
    {
        var since = clock.GetElapsedTime(ReadAt);
        return (Keys.FirstOrDefault(one => one.Age + since >= KeyRing.Notice) ?? Keys[^1]).Key;
    }
}
