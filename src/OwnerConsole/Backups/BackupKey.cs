using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using OwnerConsole.Kernel.Backups;

namespace OwnerConsole.Backups;

/// <summary>The key of all backups: it lies beside the data and in no backup, so whoever holds the store reads nothing.</summary>
/// <remarks>
/// Each object has a key of its own (HKDF-SHA-256 over a salt and the object's name), so one that is put in another's place does not open. Layout: <c>OCB1</c>, salt (16 bytes), then
/// chunks of 64 KiB, each AES-256-GCM with its number and whether it is the last as nonce, and its tag (16) behind it: none can be left out, exchanged or cut off.
/// </remarks>
internal sealed class BackupKey
{
    public const int Length = 32;
    internal const int ChunkLength = 64 * 1024,
        TagLength = 16,
        SaltLength = 16,
        NonceLength = 12;

    private readonly byte[] _key;

    /// <exception cref="ArgumentException">the key is not 32 bytes long</exception>
    public BackupKey(byte[] key)
    {
        if (key.Length != Length)
            throw new ArgumentException("The backup key is 32 bytes long.", nameof(key));
        _key = key;
    }

    internal static ReadOnlySpan<byte> Magic => "OCB1"u8;

    /// <param name="name">of the object: what is sealed under one name opens under no other</param>
    /// <returns>takes what is to be sealed; disposing it ends the object and leaves <paramref name="target"/> open</returns>
    public SealingStream Seal(Stream target, string name)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltLength);
        return new(target, salt, Cipher(salt, name));
    }

    /// <returns>what was sealed; reading it throws <see cref="BackupException"/> where it was changed</returns>
    public OpeningStream Open(Stream source, string name) => new(source, name, salt => Cipher(salt, name));

    internal static void Number(Span<byte> nonce, long chunk, bool isLast)
    {
        BinaryPrimitives.WriteInt64BigEndian(nonce[3..], chunk);
        nonce[^1] = isLast ? (byte)1 : (byte)0;
    }

    private AesGcm Cipher(byte[] salt, string name) =>
        new(HKDF.DeriveKey(HashAlgorithmName.SHA256, _key, Length, salt, Encoding.UTF8.GetBytes("oc.backup." + name)), TagLength);
}
