using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace OwnerConsole.Client;

/// <summary>A JSON Web Token in its three parts. Nothing in it is believed before its signature, and that is ES256 whatever its header says.</summary>
/// <param name="Type">what it is for</param>
internal sealed record ConsoleToken(string? Type, string KeyId, JsonElement Claims, byte[] Signed, byte[] Signature)
{
    public const int Longest = 8_000;

    /// <param name="longest">characters of it: what strangers bring is short</param>
    /// <returns>null for what is no token, or one that is signed in another way or not at all</returns>
    public static ConsoleToken? Read(string text, int longest = Longest)
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
