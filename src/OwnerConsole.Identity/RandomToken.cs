using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace OwnerConsole.Identity;

/// <summary>256 random bits for a cookie or link. Only their SHA-256 hash is stored, which needs no salt or slow hashing at this strength.</summary>
public static class RandomToken
{
    /// <summary>Length of 32 bytes in base64url.</summary>
    public const int Length = 43;

    public static string Create() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
