using System.Security.Cryptography;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Pure.Proofs;

namespace OwnerConsole.Kernel.Log;

/// <summary>The key that signs checkpoints: made once, sealed under the master key, so that who has the database alone can't sign.</summary>
public sealed class LogKey(Database database, SecretBox box)
{
    private const string Owner = "console";

    /// <summary>Its private half.</summary>
    public static readonly SealedColumn Stored = new("core.log_key", "sealed", "log-key", "origin") { Owner = $"'{Owner}'", IsOwned = false };

    /// <returns>the log's name and its key; the caller disposes of it</returns>
    /// <exception cref="SecretException">the sealed key was changed, or sealed under another master key</exception>
    public async Task<(string Origin, ECDsa Key)> Open(CancellationToken stop)
    {
        var row = await Find(stop) ?? await Make(stop);
        var key = ECDsa.Create();
        try
        {
            key.ImportPkcs8PrivateKey(box.Open(Stored.Kind, Owner, row.Sealed), out _);
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
        return await reading.One<Row>("select origin, sealed from core.log_key");
    }

    private async Task<Row> Make(CancellationToken stop)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var publicKey = key.ExportSubjectPublicKeyInfo();
        await using (var work = await database.Write(Door.Intake("log.key"), [], stop))
        {
            await work.Do(
                "insert into core.log_key (origin, sealed, public_key) values (@origin, @sealedKey, @publicKey) on conflict do nothing",
                new
                {
                    origin = Checkpoint.Ours + Convert.ToHexStringLower(SHA256.HashData(publicKey)[..8]),
                    sealedKey = box.Seal(Stored.Kind, Owner, key.ExportPkcs8PrivateKey()),
                    publicKey,
                }
            );
            await work.Commit();
        }
        return (await Find(stop))!; // ours, or the one that another node made at the same moment
    }

    private sealed record Row(string Origin, byte[] Sealed);
}
