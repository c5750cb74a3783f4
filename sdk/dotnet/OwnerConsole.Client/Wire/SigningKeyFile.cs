using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace OwnerConsole.Client;

/// <summary>The console's public keys on disk, authenticated with this application's API key, so that other programs with access to the disk can't add their own keys.</summary>
internal sealed class SigningKeyFile(string file, string secret)
{
    private readonly byte[] _seal = HKDF.DeriveKey(
        HashAlgorithmName.SHA256,
        Encoding.UTF8.GetBytes(secret),
        HMACSHA256.HashSizeInBytes,
        info: "owner-console/kept-keys"u8.ToArray()
    );

    /// <summary>Stores the keys. If this fails, they are fetched again later.</summary>
    public void Write(KeySet keys)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(keys, ConsoleJson.Options);
        try
        {
            AtomicFile.Write(file, [.. HMACSHA256.HashData(_seal, json), .. json]);
        }
        catch (Exception refused) when (AtomicFile.IsDiskError(refused)) { }
    }

    /// <returns>Null if there are none, or if they are not authentic.</returns>
    public KeySet? Read()
    {
        if (AtomicFile.Read(file) is not { Length: > HMACSHA256.HashSizeInBytes } all)
            return null;
        var json = all.AsSpan(HMACSHA256.HashSizeInBytes);
        return CryptographicOperations.FixedTimeEquals(HMACSHA256.HashData(_seal, json), all.AsSpan(0, HMACSHA256.HashSizeInBytes))
            ? JsonSerializer.Deserialize<KeySet>(json, ConsoleJson.Options)
            : null;
    }
}
