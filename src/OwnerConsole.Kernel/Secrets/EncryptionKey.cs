using System.Security.Cryptography;
using System.Text;

namespace OwnerConsole.Kernel.Secrets;

/// <summary>A key that encrypts and decrypts: the master key, or a key of the ring.</summary>
/// <remarks>
/// AES-256-GCM with a key derived for each kind and owner (HKDF-SHA-256 over <c>oc.secret.{kind}.{owner}</c>), so a ciphertext that is
/// moved to another row can't be decrypted. Layout: version 1, key id (4 bytes), nonce (12), tag (16), ciphertext. The first five bytes are authenticated.
/// </remarks>
public sealed class EncryptionKey
{
    /// <summary>Length of a key in bytes.</summary>
    public const int Length = 32;

    private const byte Version = 1;
    private const int HeadLength = 5,
        NonceLength = 12,
        TagLength = 16,
        Overhead = HeadLength + NonceLength + TagLength;

    private readonly byte[] _key;
    private readonly byte[] _head;

    /// <exception cref="ArgumentException">The key is not 32 bytes long.</exception>
    public EncryptionKey(byte[] key)
    {
        if (key.Length != Length)
            throw new ArgumentException("A key must be 32 bytes long.", nameof(key));
        _key = key;
        _head = [Version, .. Derive("oc.key-id", 4)];
        Id = Convert.ToHexStringLower(_head.AsSpan(1));
    }

    /// <summary>Derived from the key and reveals nothing about it: 8 hexadecimal digits.</summary>
    public string Id { get; }

    /// <returns>Id of the key that a value was encrypted with; null for other values.</returns>
    public static string? IdOf(ReadOnlySpan<byte> box) => box.Length >= Overhead && box[0] == Version ? Convert.ToHexStringLower(box[1..HeadLength]) : null;

    /// <returns>Prefix of the values encrypted with a key, as a base64 string in JSON.</returns>
    public static string Base64HeadOf(string id) => '"' + Convert.ToBase64String([Version, .. Convert.FromHexString(id)])[..6];

    /// <param name="kind">Kind of secret, such as <c>totp</c>; must not contain a dot.</param>
    /// <param name="owner">Tenant or person that the secret belongs to.</param>
    public byte[] Encrypt(string kind, string owner, ReadOnlySpan<byte> secret)
    {
        var box = new byte[Overhead + secret.Length];
        _head.CopyTo(box, 0);
        var nonce = box.AsSpan(HeadLength, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        using var cipher = new AesGcm(Derive(Purpose(kind, owner), Length), TagLength);
        cipher.Encrypt(nonce, secret, box.AsSpan(Overhead), box.AsSpan(HeadLength + NonceLength, TagLength), _head);
        return box;
    }

    /// <exception cref="SecretException">The value was encrypted with another key or for another purpose, or was modified.</exception>
    public byte[] Decrypt(string kind, string owner, ReadOnlySpan<byte> box)
    {
        if (IdOf(box) != Id)
            throw new SecretException($"A stored secret ({kind}) was encrypted with a different key than the one provided.");
        var secret = new byte[box.Length - Overhead];
        using var cipher = new AesGcm(Derive(Purpose(kind, owner), Length), TagLength);
        try
        {
            cipher.Decrypt(box.Slice(HeadLength, NonceLength), box[Overhead..], box.Slice(HeadLength + NonceLength, TagLength), secret, _head);
            return secret;
        }
        catch (AuthenticationTagMismatchException)
        {
            throw new SecretException($"A stored secret ({kind}) was modified or belongs to another owner.");
        }
    }

    /// <summary>Keyed hash for secrets that are too short for a plain hash: without the key they can't be found by trial.</summary>
    public byte[] Fingerprint(string kind, string owner, string text) =>
        HMACSHA256.HashData(Derive(Purpose(kind, owner), Length), Encoding.UTF8.GetBytes(text));

    private byte[] Derive(string purpose, int length) => HKDF.DeriveKey(HashAlgorithmName.SHA256, _key, length, info: Encoding.UTF8.GetBytes(purpose));

    private static string Purpose(string kind, string owner) =>
        kind.Contains('.', StringComparison.Ordinal)
            ? throw new ArgumentException("The kind of a secret must not contain a dot.", nameof(kind))
            : $"oc.secret.{kind}.{owner}";
}
