using System.Security.Cryptography;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Secrets;
using OwnerConsole.Pure.Proofs;

namespace OwnerConsole.Kernel.Log;

/// <summary>
/// Key that signs checkpoints: created once and encrypted with the master key, so that access to the database alone is not enough to sign.
/// </summary>
public sealed class LogKey(Database database, SecretBox box)
{
    private const string Owner = "console";

    /// <summary>The private key.</summary>
    public static readonly EncryptedColumn PrivateKeyColumn = new("core.log_key", "ciphertext", "log-key", "origin") { Owner = $"'{Owner}'", IsOwned = false };

    /// <returns>The log's name and its key, which the caller must dispose.</returns>
    /// <exception cref="SecretException">The stored key was changed, or encrypted with another master key.</exception>
    public async Task<(string Origin, ECDsa Key)> Open(CancellationToken stop)
    {
        var row = await Find(stop) ?? await Create(stop);
        var key = ECDsa.Create();
        try
        {
            key.ImportPkcs8PrivateKey(box.Decrypt(PrivateKeyColumn.Kind, Owner, row.Ciphertext), out _);
            return (row.Origin, key);
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    private async Task<Row?> Find(CancellationToken stop)
    {
        await using var reading = await database.Read(stop);
        return await reading.One<Row>("select origin, ciphertext from core.log_key");
    }

    private async Task<Row> Create(CancellationToken stop)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var publicKey = key.ExportSubjectPublicKeyInfo();
        await using (var work = await database.Write(WriteOrigin.Intake("log.key"), [], stop))
        {
            await work.Execute(
                "insert into core.log_key (origin, ciphertext, public_key) values (@origin, @sealedKey, @publicKey) on conflict do nothing",
                new
                {
                    origin = Checkpoint.OriginPrefix + Convert.ToHexStringLower(SHA256.HashData(publicKey)[..8]),
                    sealedKey = box.Encrypt(PrivateKeyColumn.Kind, Owner, key.ExportPkcs8PrivateKey()),
                    publicKey,
                }
            );
            await work.Commit();
        }
        return (await Find(stop))!; // Ours, or the one that another node created at the same time.
    }

    private sealed record Row(string Origin, byte[] Ciphertext);
}
