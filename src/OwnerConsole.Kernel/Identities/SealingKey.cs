using System.Security.Cryptography;
using System.Text;

namespace OwnerConsole.Kernel.Identities;

/// <summary>One key that seals and opens: the master key, or one of the ring that lies under it.</summary>
/// <remarks>
/// AES-256-GCM with a key of its own for each kind and owner (HKDF-SHA-256 over <c>oc.secret.{kind}.{owner}</c>), so a ciphertext that is
/// moved to another row does not open. Layout: version 1, key id (4 bytes), nonce (12), tag (16), ciphertext; the first five are authenticated.
/// </remarks>
public sealed class SealingKey
{
    /// <summary>How many bytes a key has.</summary>
    public const int Length = 32;

    private const byte Version = 1;
    private const int HeadLength = 5,
        NonceLength = 12,
        TagLength = 16,
        Overhead = HeadLength + NonceLength + TagLength;

    private readonly byte[] _key;
    private readonly byte[] _head;

    /// <exception cref="ArgumentException">the key is not 32 bytes long</exception>
    public SealingKey(byte[] key)
    {
        if (key.Length != Length)
            throw new ArgumentException("A key is 32 bytes long.", nameof(key));
        _key = key;
        _head = [Version, .. Derive("oc.key-id", 4)];
        Id = Convert.ToHexStringLower(_head.AsSpan(1));
    }

    /// <summary>Made of the key itself, and tells nothing of it: 8 letters of hex.</summary>
    public string Id { get; }

    /// <returns>the id of the key that a box was sealed with; null for what is no box</returns>
    public static string? IdOf(ReadOnlySpan<byte> box) => box.Length >= Overhead && box[0] == Version ? Convert.ToHexStringLower(box[1..HeadLength]) : null;

    /// <returns>what a key's boxes begin with, as a JSON text in base 64</returns>
    internal static string Base64HeadOf(string id) => '"' + Convert.ToBase64String([Version, .. Convert.FromHexString(id)])[..6];

    /// <param name="kind">what it is, such as <c>totp</c>; no full stop</param>
    /// <param name="owner">the tenant or person it belongs to</param>
    public byte[] Seal(string kind, string owner, ReadOnlySpan<byte> secret)
    {
        var box = new byte[Overhead + secret.Length];
        _head.CopyTo(box, 0);
        var nonce = box.AsSpan(HeadLength, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        using var cipher = new AesGcm(Derive(Purpose(kind, owner), Length), TagLength);
        cipher.Encrypt(nonce, secret, box.AsSpan(Overhead), box.AsSpan(HeadLength + NonceLength, TagLength), _head);
        return box;
    }

    /// <exception cref="SecretException">sealed with another key or for another purpose, or changed since</exception>
    public byte[] Open(string kind, string owner, ReadOnlySpan<byte> box)
    {
        if (IdOf(box) != Id)
            throw new SecretException($"A stored secret ({kind}) was sealed with another key than the one given.");
        var secret = new byte[box.Length - Overhead];
        using var cipher = new AesGcm(Derive(Purpose(kind, owner), Length), TagLength);
        try
        {
            cipher.Decrypt(box.Slice(HeadLength, NonceLength), box[Overhead..], box.Slice(HeadLength + NonceLength, TagLength), secret, _head);
            return secret;
        }
        catch (AuthenticationTagMismatchException)
        {
            throw new SecretException($"A stored secret ({kind}) was changed, or belongs to somebody else.");
        }
    }

    /// <summary>A keyed hash for secrets that are too short for a plain one: without the key they can't be tried out.</summary>
    public byte[] Fingerprint(string kind, string owner, string text) =>
        HMACSHA256.HashData(Derive(Purpose(kind, owner), Length), Encoding.UTF8.GetBytes(text));

    private byte[] Derive(string purpose, int length) => HKDF.DeriveKey(HashAlgorithmName.SHA256, _key, length, info: Encoding.UTF8.GetBytes(purpose));

    private static string Purpose(string kind, string owner) =>
        kind.Contains('.', StringComparison.Ordinal)
            ? throw new ArgumentException("A kind of secret has no full stop.", nameof(kind))
            : $"oc.secret.{kind}.{owner}";
}
