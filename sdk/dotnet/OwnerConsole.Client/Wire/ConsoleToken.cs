using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace OwnerConsole.Client;

/// <summary>A parsed JSON Web Token. Its content is untrusted until the signature is verified, which is always ES256 regardless of the header.</summary>
/// <param name="Type">Type of the token.</param>
internal sealed record ConsoleToken(string? Type, string KeyId, JsonElement Claims, byte[] Signed, byte[] Signature)
{
    public const int MaxLength = 8_000;

    /// <param name="longest">Maximum length in characters; untrusted tokens must be short.</param>
    /// <returns>Null if the text is not a token, or not signed with ES256.</returns>
    public static ConsoleToken? Read(string text, int longest = MaxLength)
    {
        if (text.Length > longest || text.Split('.') is not [var head, var body, var signature])
            return null;
        try
        {
            var header = JsonSerializer.Deserialize<Header>(Base64Url.DecodeFromChars(head), ConsoleJson.Options);
            return header is { Alg: "ES256", Kid: { } key, Crit: null }
                ? new(
                    header.Typ,
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

    private sealed record Header(string? Alg, string? Typ, string? Kid, JsonElement? Crit);
}
