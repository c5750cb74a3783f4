using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace OwnerConsole.Client;

/// <summary>A JSON Web Token in its three parts. Nothing in it is believed before its signature, and that is ES256 whatever its header says.</summary>
internal sealed record ImpersonationToken(string KeyId, JsonElement Claims, byte[] Signed, byte[] Signature)
{
    private const int Longest = 8_000;

    /// <returns>null for what is no token, or one that is signed in another way or not at all</returns>
    public static ImpersonationToken? Read(string text)
    {
        if (text.Length > Longest || text.Split('.') is not [var head, var body, var signature])
            return null;
        try
        {
            var header = JsonSerializer.Deserialize<Header>(Base64Url.DecodeFromChars(head), ConsoleJson.Options);
            return header is { Alg: "ES256", Kid: { } key, Crit: null }
                ? new(
                    key,
                    JsonSerializer.Deserialize<JsonElement>(Base64Url.DecodeFromChars(body)),
                    Encoding.ASCII.GetBytes($"{head}.{body}"),
                    Base64Url.DecodeFromChars(signature)
                )
                : null;
        }
        catch (Exception malformed) when (malformed is FormatException or JsonException)
        {
            return null;
        }
    }

    public bool IsSignedBy(ECParameters key)
    {
        using var ecdsa = ECDsa.Create(key);
        return ecdsa.VerifyData(Signed, Signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    private sealed record Header(string? Alg, string? Kid, JsonElement? Crit);
}
