using System.Security.Cryptography;
using System.Text;

namespace OwnerConsole.Pure.Signing;

/// <summary>Verifies that a request comes from the event webhook of SendGrid.</summary>
/// <remarks>Source: SendGrid's documentation on the signed event webhook: ECDSA with P-256 and SHA-256 over the timestamp and the body, byte for byte.</remarks>
public static class SendgridSignature
{
    private const int MaxTimestampLength = 20;

    /// <returns>Whether a text is a verification key as SendGrid shows it: base64 of a public key (SPKI).</returns>
    public static bool IsPublicKey(string text)
    {
        using var key = Read(text);
        return key is not null;
    }

    /// <param name="publicKey">Verification key as SendGrid shows it.</param>
    /// <param name="timestamp">Header <c>X-Twilio-Email-Event-Webhook-Timestamp</c>; null if it is missing.</param>
    /// <param name="signature">Header <c>X-Twilio-Email-Event-Webhook-Signature</c>; null if it is missing.</param>
    /// <param name="body">The exact bytes that were received.</param>
    public static bool IsValid(string publicKey, string? timestamp, string? signature, ReadOnlySpan<byte> body)
    {
        if (timestamp is not { Length: > 0 and <= MaxTimestampLength } || string.IsNullOrEmpty(signature))
            return false;
        var given = new byte[signature.Length];
        using var key = Read(publicKey);
        return key is not null
            && Convert.TryFromBase64String(signature, given, out var length)
            && key.VerifyData(
                [.. Encoding.UTF8.GetBytes(timestamp), .. body],
                given.AsSpan(0, length),
                HashAlgorithmName.SHA256,
                DSASignatureFormat.Rfc3279DerSequence
            );
    }

    private static ECDsa? Read(string text)
    {
        var der = new byte[text.Length];
        if (!Convert.TryFromBase64String(text, der, out var length))
            return null;
        var key = ECDsa.Create();
        try
        {
            key.ImportSubjectPublicKeyInfo(der.AsSpan(0, length), out var read);
            if (read == length && key.KeySize == 256)
                return key;
        }
        catch (CryptographicException)
        {
            // Another kind of key, or none.
        }
        key.Dispose();
        return null;
    }
}
