using System.Security.Cryptography;
using System.Text;

namespace OwnerConsole.Kernel.Identities;

/// <summary>Seals secrets for the database under the master key, which lies outside it: a stolen backup alone opens nothing.</summary>
/// <remarks>
/// AES-256-GCM with a key of its own for each kind and owner (HKDF-SHA-256 over <c>oc.secret.{kind}.{owner}</c>), so a ciphertext that is
/// moved to another row does not open. Layout: version 1, key id (4 bytes), nonce (12), tag (16), ciphertext; the first five are authenticated.
/// </remarks>
public sealed class SecretBox
{
    private const byte Version = 1;
    private const int HeadLength = 5,
        NonceLength = 12,
        TagLength = 16,
        Overhead = HeadLength + NonceLength + TagLength;

    private readonly byte[] _masterKey;
    private readonly byte[] _head;

    /// <exception cref="ArgumentException">the key is not 32 bytes long</exception>
    public SecretBox(byte[] masterKey)
    {
        if (masterKey.Length != 32)
            throw new ArgumentException("The master key is 32 bytes long.", nameof(masterKey));
        _masterKey = masterKey;
        _head = [Version, .. Derive("oc.key-id", 4)];
    }

    /// <param name="kind">what it is, such as <c>totp</c>; no full stop</param>
    /// <param name="owner">the tenant or person it belongs to</param>
    public byte[] Seal(string kind, string owner, ReadOnlySpan<byte> secret)
    {
        var box = new byte[Overhead + secret.Length];
        _head.CopyTo(box, 0);
        var nonce = box.AsSpan(HeadLength, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        using var cipher = new AesGcm(Derive(Purpose(kind, owner), 32), TagLength);
        cipher.Encrypt(nonce, secret, box.AsSpan(Overhead), box.AsSpan(HeadLength + NonceLength, TagLength), _head);
        return box;
    }

    /// <exception cref="SecretException">sealed under another master key or for another purpose, or changed since</exception>
    public byte[] Open(string kind, string owner, ReadOnlySpan<byte> box)
    {
        if (box.Length < Overhead || !box[..HeadLength].SequenceEqual(_head))
            throw new SecretException($"A stored secret ({kind}) was sealed under another master key than the one given.");
        var secret = new byte[box.Length - Overhead];
        using var cipher = new AesGcm(Derive(Purpose(kind, owner), 32), TagLength);
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

    /// <summary>A keyed hash for secrets that are too short for a plain one: without the master key they can't be tried out.</summary>
    public byte[] Fingerprint(string kind, string owner, string text) => HMACSHA256.HashData(Derive(Purpose(kind, owner), 32), Encoding.UTF8.GetBytes(text));

    private byte[] Derive(string purpose, int length) => HKDF.DeriveKey(HashAlgorithmName.SHA256, _masterKey, length, info: Encoding.UTF8.GetBytes(purpose));

    private static string Purpose(string kind, string owner) =>
        kind.Contains('.', StringComparison.Ordinal)
            ? throw new ArgumentException("A kind of secret has no full stop.", nameof(kind))
            : $"oc.secret.{kind}.{owner}";
}
