using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Secrets;

namespace OwnerConsole.Tenants.Impersonation;

/// <summary>Keys that sign impersonation tokens: created on first use, rotated every 90 days, encrypted under the master key.</summary>
public sealed class ImpersonationKeys(Database database, SecretBox box, IdGenerator ids) : ITokenSigner
{
    /// <summary>The private keys.</summary>
    public static readonly EncryptedColumn PrivateKeyColumn = new("impersonation.keys", "ciphertext", "impersonation-key", "key_id") { IsOwned = false };

    // The claims are signed as they are; by default the handler adds times.
    private static readonly JsonWebTokenHandler s_handler = new() { SetDefaultTimesOnTokenCreation = false };

    // A cached signature provider would keep using a key that is disposed of.
    private static readonly CryptoProviderFactory s_uncached = new() { CacheSignatureProviders = false };

    /// <summary>The public keys of all tokens that may still be valid, newest first, as JSON Web Keys. Tokens are valid for at most 7 days.</summary>
    public async Task<IReadOnlyList<object>> ListPublic(CancellationToken stop)
    {
        await GetCurrent(stop);
        var keys = new List<object>();
        foreach (var row in await Rows(stop))
        {
            using var key = Open(row);
            keys.Add(PublicKey(key, row.KeyId));
        }
        return keys;
    }

    /// <summary>Signs claims with the current key and ES256, so that any JWT library can verify them.</summary>
    /// <param name="type">Purpose of the tokens, so that one can't be used as a token of another kind: RFC 8725 §3.11.</param>
    /// <param name="claims">Claims of each token, as a JSON object.</param>
    /// <returns>One token per set of claims, in the same order.</returns>
    public async Task<IReadOnlyList<string>> Sign(string type, IEnumerable<JsonElement> claims, CancellationToken stop)
    {
        var row = await GetCurrent(stop);
        using var key = Open(row);
        var credentials = new SigningCredentials(SecurityKey(key, row.KeyId), SecurityAlgorithms.EcdsaSha256);
        var header = new Dictionary<string, object>(StringComparer.Ordinal) { [JwtHeaderParameterNames.Typ] = type };
        return [.. claims.Select(claim => s_handler.CreateToken(claim.GetRawText(), credentials, header))];
    }

    /// <summary>Verifies only the signature and the type: whether the session is still active is stored in the database.</summary>
    /// <returns>The token when it is signed with one of these keys; otherwise null.</returns>
    public async Task<JsonWebToken?> Read(string type, string token, CancellationToken stop)
    {
        var rows = await Rows(stop);
        var keys = rows.Select(Open).ToList();
        try
        {
            var result = await s_handler.ValidateTokenAsync(
                token,
                new TokenValidationParameters
                {
                    IssuerSigningKeys = keys.Zip(rows, (key, row) => SecurityKey(key, row.KeyId)),
                    ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256],
                    ValidTypes = [type],
                    ValidateIssuer = false,
                    ValidateAudience = false,
                    ValidateLifetime = false,
                }
            );
            return result.IsValid ? (JsonWebToken)result.SecurityToken : null;
        }
        finally
        {
            keys.ForEach(key => key.Dispose());
        }
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
                insert into impersonation.keys (key_id, ciphertext, opened_at)
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
            select key_id, ciphertext as secret, opened_at > now() - interval '90 days' as is_fresh
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

    private static ECDsaSecurityKey SecurityKey(ECDsa key, string id) => new(key) { KeyId = id, CryptoProviderFactory = s_uncached };

    /// <returns>The public key as a JSON Web Key, RFC 7517. The library's converter would add the private key.</returns>
    private static object PublicKey(ECDsa key, string id)
    {
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        return new
        {
            kty = "EC",
            crv = "P-256",
            use = "sig",
            alg = SecurityAlgorithms.EcdsaSha256,
            kid = id,
            x = Base64Url.EncodeToString(point.X),
            y = Base64Url.EncodeToString(point.Y),
        };
    }

    private sealed record Row(string KeyId, byte[] Secret, bool IsFresh);
}
