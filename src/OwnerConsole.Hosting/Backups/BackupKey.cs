using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using OwnerConsole.Kernel.Backups;

namespace OwnerConsole.Hosting.Backups;

/// <summary>The encryption key of all backups. It is stored next to the data and in no backup, so access to the storage alone reveals nothing.</summary>
/// <remarks>
/// Each object has its own key (HKDF-SHA-256 over a salt and the object's name), so an object moved to another name can't be decrypted. Layout: <c>OCB1</c>, salt (16 bytes), then
/// chunks of 64 KiB, each encrypted with AES-256-GCM and followed by its tag (16 bytes). The nonce contains the chunk's number and whether it is the last, so chunks can't be removed,
/// reordered or truncated.
/// </remarks>
internal sealed class BackupKey
{
    public const int Length = 32;
    internal const int ChunkLength = 64 * 1024,
        TagLength = 16,
        SaltLength = 16,
        NonceLength = 12;

    private readonly byte[] _key;

    /// <exception cref="ArgumentException">The key is not 32 bytes long.</exception>
    public BackupKey(byte[] key)
    {
        if (key.Length != Length)
            throw new ArgumentException("The backup key must be 32 bytes long.", nameof(key));
        _key = key;
    }

    internal static ReadOnlySpan<byte> Magic => "OCB1"u8;

    /// <param name="name">Name of the object. Data encrypted under one name can't be decrypted under another.</param>
    /// <returns>A stream that encrypts what is written to it. Disposing it completes the object and leaves <paramref name="target"/> open.</returns>
    public EncryptingStream Encrypt(Stream target, string name)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltLength);
        return new(target, salt, Cipher(salt, name));
    }

    /// <returns>A stream of the decrypted data. Reading throws <see cref="BackupException"/> if the data was changed.</returns>
    public DecryptingStream Decrypt(Stream source, string name) => new(source, name, salt => Cipher(salt, name));

    internal static void Number(Span<byte> nonce, long chunk, bool isLast)
    {
        BinaryPrimitives.WriteInt64BigEndian(nonce[3..], chunk);
        nonce[^1] = isLast ? (byte)1 : (byte)0;
    }

    private AesGcm Cipher(byte[] salt, string name) =>
        new(HKDF.DeriveKey(HashAlgorithmName.SHA256, _key, Length, salt, Encoding.UTF8.GetBytes("oc.backup." + name)), TagLength);
}
