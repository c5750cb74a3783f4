namespace OwnerConsole.Kernel.Identities;

/// <summary>Seals secrets for the database with a key of its ring, which lies under the master key outside of it: a stolen backup alone opens nothing.</summary>
public sealed class SecretBox(KeyRing ring)
{
    /// <inheritdoc cref="SealingKey.Seal"/>
    public byte[] Seal(string kind, string owner, ReadOnlySpan<byte> secret) => ring.Sealing.Seal(kind, owner, secret);

    /// <exception cref="SecretException">sealed with a key that the ring doesn't have or for another purpose, or changed since</exception>
    public byte[] Open(string kind, string owner, ReadOnlySpan<byte> box) =>
        ring.KeyOf(box) is { } key
            ? key.Open(kind, owner, box)
            : throw new SecretException($"A stored secret ({kind}) was sealed with a key that this database's ring doesn't have.");

    /// <inheritdoc cref="SealingKey.Fingerprint"/>
    public byte[] Fingerprint(string kind, string owner, string text) => ring.Sealing.Fingerprint(kind, owner, text);

    /// <summary>Keyed hashes for secrets that are too short for a plain one, by every key that may have made a stored one.</summary>
    /// <returns>that of the key that seals now first</returns>
    public IReadOnlyList<(string KeyId, byte[] Hash)> Fingerprints(string kind, string owner, string text) =>
        [.. ring.Keys.Select(key => (key.Id, key.Fingerprint(kind, owner, text)))];
}
