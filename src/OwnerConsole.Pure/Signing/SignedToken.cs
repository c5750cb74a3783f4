using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace OwnerConsole.Pure.Signing;

/// <summary>A signed token that any JWT library can verify: JWS compact form with ES256 only.</summary>
/// <remarks>Source: RFC 7515, 7518 §3.4 (P-256, SHA-256, the signature as concatenated r and s) and 7519.</remarks>
public static class SignedToken
{
    private const string Algorithm = "ES256";

    /// <param name="key">Key on the curve P-256.</param>
    /// <param name="keyId">Id by which the recipient finds the public key.</param>
    /// <param name="claims">A JSON object.</param>
    /// <param name="type">Purpose of the token, so that it can't be used as a token of another kind: RFC 8725 §3.11.</param>
    public static string Sign(ECDsa key, string keyId, JsonElement claims, string type = "JWT")
    {
        var head = Base64Url.EncodeToString(
            JsonSerializer.SerializeToUtf8Bytes(
                new
                {
                    alg = Algorithm,
                    typ = type,
                    kid = keyId,
                }
            )
        );
        var signed = $"{head}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims.GetRawText()))}";
        return $"{signed}.{Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256))}";
    }

    /// <returns>The claims; null for anything not signed by this key with ES256.</returns>
    public static JsonElement? Read(ECDsa key, string token)
    {
        try
        {
            if (token.Split('.') is not [var head, var claims, var signature])
                return null;
            using var header = JsonDocument.Parse(Base64Url.DecodeFromChars(head));
            if (header.RootElement.GetProperty("alg").GetString() != Algorithm)
                return null;
            return key.VerifyData(Encoding.ASCII.GetBytes($"{head}.{claims}"), Base64Url.DecodeFromChars(signature), HashAlgorithmName.SHA256)
                ? JsonSerializer.Deserialize<JsonElement>(Base64Url.DecodeFromChars(claims))
                : null;
        }
        catch (Exception error) when (error is FormatException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null; // Invented or truncated.
        }
    }

    /// <returns>The public key as a JSON Web Key, RFC 7517.</returns>
    public static object PublicKey(ECDsa key, string keyId)
    {
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        return new
        {
            kty = "EC",
            crv = "P-256",
            use = "sig",
            alg = Algorithm,
            kid = keyId,
            x = Base64Url.EncodeToString(point.X),
            y = Base64Url.EncodeToString(point.Y),
        };
    }
}
