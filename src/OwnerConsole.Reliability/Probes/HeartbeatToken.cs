using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace OwnerConsole.Reliability.Probes;

/// <summary>The secret in the address of a heartbeat. Only its hash is stored.</summary>
internal static class HeartbeatToken
{
    private const int Length = 32;

    public static string Create() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Length));

    /// <remarks>A plain hash is enough, because the token is as long as a key.</remarks>
    public static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
