using System.Security.Cryptography;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Pure.Signing;

namespace OwnerConsole.Tenants.Impersonation;

/// <summary>Keys that sign impersonation tokens: created on first use, rotated every 90 days, encrypted under the master key.</summary>
public sealed class ImpersonationKeys(Database database, SecretBox box, IdGenerator ids)
{
    /// <summary>The private keys.</summary>
    public static readonly EncryptedColumn PrivateKeyColumn = new("impersonation.keys", "sealed", "impersonation-key", "key_id") { IsOwned = false };

    /// <summary>The public keys of all tokens that may still be valid, newest first, as JSON Web Keys. Tokens are valid for at most 7 days.</summary>
    public async Task<IReadOnlyList<object>> ListPublic(CancellationToken stop)
    {
        await GetCurrent(stop);
        var keys = new List<object>();
        foreach (var row in await Rows(stop))
        {
            using var key = Open(row);
            keys.Add(SignedToken.PublicKey(key, row.KeyId));
        }
        return keys;
    }

    /// <returns>The current signing key. The caller disposes of it.</returns>
    public async Task<(string Id, ECDsa Key)> GetSigningKey(CancellationToken stop)
    {
        var row = await GetCurrent(stop);
        return (row.KeyId, Open(row));
    }

    /// <returns>The claims of a token signed with one of these keys; otherwise null.</returns>
    public async Task<System.Text.Json.JsonElement?> Read(string token, CancellationToken stop)
    {
        foreach (var row in await Rows(stop))
        {
            using var key = Open(row);
            if (SignedToken.Read(key, token) is { } claims)
                return claims;
        }
        return null;
    }

    private async Task<Row> GetCurrent(CancellationToken stop)
    {
        if (await FindNewest(stop) is { IsFresh: true } row)
            return row;
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var id = ids.New("ikey");
        await using (var work = await database.Write(WriteOrigin.Intake("impersonation.key"), [], stop))
        {
            // One node creates the key. Other nodes wait for the lock and then find it.
            await work.Execute("select pg_advisory_xact_lock(hashtextextended('impersonation.keys', 0))");
            await work.Execute(
                """
                insert into impersonation.keys (key_id, sealed, opened_at)
                select @id, @secret, now() where not exists (select from impersonation.keys where opened_at > now() - interval '90 days')
                """,
                new { id, secret = box.Encrypt(PrivateKeyColumn.Kind, id, key.ExportPkcs8PrivateKey()) }
            );
            await work.Commit();
        }
        return (await FindNewest(stop))!; // the new key, or the one another node created at the same time
    }

    private async Task<Row?> FindNewest(CancellationToken stop) => (await Rows(stop)).FirstOrDefault();

    private async Task<IReadOnlyList<Row>> Rows(CancellationToken stop)
    {
        TenantScope.Clear(); // keys are shared by all tenants
        await using var reading = await database.Read(stop);
        return await reading.List<Row>(
            """
            select key_id, sealed as secret, opened_at > now() - interval '90 days' as is_fresh
              from impersonation.keys where opened_at > now() - interval '98 days' order by opened_at desc
            """
        );
    }

    private ECDsa Open(Row row)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportPkcs8PrivateKey(box.Decrypt(PrivateKeyColumn.Kind, row.KeyId, row.Secret), out _);
            return key;
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    private sealed record Row(string KeyId, byte[] Secret, bool IsFresh);
}
