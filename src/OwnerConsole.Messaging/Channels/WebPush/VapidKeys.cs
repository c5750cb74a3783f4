using System.Buffers.Text;
using System.Security.Cryptography;

namespace OwnerConsole.Messaging.Channels.WebPush;

/// <summary>Keys on the curve P-256, by which push services recognise the console (RFC 8292) and browsers receive encrypted messages (RFC 8291).</summary>
internal static class VapidKeys
{
    /// <summary>Length of an uncompressed point: its type and two coordinates.</summary>
    private const int PointLength = 65;

    private const byte Uncompressed = 4;

    /// <returns>A new key pair in base64url.</returns>
    public static ChannelSecrets Create()
    {
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var key = pair.ExportParameters(includePrivateParameters: true);
        return new(Base64Url.EncodeToString(key.D!), null, Base64Url.EncodeToString([Uncompressed, .. key.Q.X!, .. key.Q.Y!])); // exported, so never null
    }

    /// <returns>Whether a text is a point of the curve in base64url.</returns>
    public static bool IsPublicKey(string text)
    {
        if (Decode(text) is not [Uncompressed, ..] point || point.Length != PointLength)
            return false;
        try
        {
            var (x, y) = (point[1..33], point[33..]);
            using var key = ECDiffieHellman.Create(
                new ECParameters
                {
                    Curve = ECCurve.NamedCurves.nistP256,
                    Q = new() { X = x, Y = y },
                }
            );
            return true;
        }
        catch (CryptographicException)
        {
            return false; // not on the curve
        }
    }

    /// <returns>Null if the text is not base64url.</returns>
    public static byte[]? Decode(string text) => Base64Url.IsValid(text) ? Base64Url.DecodeFromChars(text) : null;
}
