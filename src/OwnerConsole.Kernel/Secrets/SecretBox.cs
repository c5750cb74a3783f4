namespace OwnerConsole.Kernel.Secrets;

/// <summary>
/// Encrypts secrets for the database with a key of the ring. The ring is protected by the master key outside the database, so a stolen backup alone
/// reveals nothing.
/// </summary>
public sealed class SecretBox(KeyRing ring)
{
    /// <inheritdoc cref="EncryptionKey.Encrypt"/>
    public byte[] Encrypt(string kind, string owner, ReadOnlySpan<byte> secret) => ring.Current.Encrypt(kind, owner, secret);

    /// <exception cref="SecretException">The value was encrypted with an unknown key or for another purpose, or was modified.</exception>
    public byte[] Decrypt(string kind, string owner, ReadOnlySpan<byte> box) =>
        ring.KeyOf(box) is { } key
            ? key.Decrypt(kind, owner, box)
            : throw new SecretException($"A stored secret ({kind}) was encrypted with a key that this database doesn't have.");

    /// <inheritdoc cref="EncryptionKey.Fingerprint"/>
    public byte[] Fingerprint(string kind, string owner, string text) => ring.Current.Fingerprint(kind, owner, text);

    /// <summary>Keyed hashes for secrets that are too short for a plain hash, one for each key that may have created a stored hash.</summary>
    /// <returns>Hashes, that of the current key first.</returns>
    public IReadOnlyList<(string KeyId, byte[] Hash)> Fingerprints(string kind, string owner, string text) =>
        [.. ring.Keys.Select(key => (key.Id, key.Fingerprint(kind, owner, text)))];
}
