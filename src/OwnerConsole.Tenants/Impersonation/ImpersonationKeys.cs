using System.Security.Cryptography;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Pure.Signing;

namespace OwnerConsole.Tenants.Impersonation;

/// <summary>What tokens are signed with: made when it is needed first, changed every ninety days, sealed under the master key.</summary>
public sealed class ImpersonationKeys(Database database, SecretBox box, IdSource ids)
{
    /// <summary>The private keys.</summary>
    public static readonly SealedColumn Stored = new("impersonation.keys", "sealed", "impersonation-key", "key_id") { IsOwned = false };

    /// <summary>Keys whose tokens may still be about, the newest first, as JSON Web Keys: what is signed lasts a week at most.</summary>
    public async Task<IReadOnlyList<object>> Public(CancellationToken stop)
    {
        await Current(stop);
        var keys = new List<object>();
        foreach (var row in await Rows(stop))
        {
            using var key = Open(row);
            keys.Add(SignedToken.PublicKey(key, row.KeyId));
        }
        return keys;
    }

    /// <returns>the one that signs; the caller disposes of it</returns>
    public async Task<(string Id, ECDsa Key)> Signing(CancellationToken stop)
    {
        var row = await Current(stop);
        return (row.KeyId, Open(row));
    }

    /// <returns>the claims of a token that was signed here; null for anything else</returns>
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

    private async Task<Row> Current(CancellationToken stop)
    {
        if (await Newest(stop) is { IsFresh: true } row)
            return row;
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var id = ids.New("ikey");
        await using (var work = await database.Write(Door.Intake("impersonation.key"), [], stop))
        {
            // One node makes it; the others wait here and find it.
            await work.Do("select pg_advisory_xact_lock(hashtextextended('impersonation.keys', 0))");
            await work.Do(
                """
                insert into impersonation.keys (key_id, sealed, opened_at)
                select @id, @secret, now() where not exists (select from impersonation.keys where opened_at > now() - interval '90 days')
                """,
                new { id, secret = box.Seal(Stored.Kind, id, key.ExportPkcs8PrivateKey()) }
            );
            await work.Commit();
        }
        return (await Newest(stop))!; // ours, or the one that another node made at the same moment
    }

    private async Task<Row?> Newest(CancellationToken stop) => (await Rows(stop)).FirstOrDefault();

    private async Task<IReadOnlyList<Row>> Rows(CancellationToken stop)
    {
        Bound.Lift(); // a key signs for any tenant
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
            key.ImportPkcs8PrivateKey(box.Open(Stored.Kind, row.KeyId, row.Secret), out _);
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
