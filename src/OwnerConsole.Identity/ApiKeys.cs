using System.Security.Cryptography;
using System.Text;
using Npgsql;
using OwnerConsole.Data;
using OwnerConsole.Pure.Signing;

namespace OwnerConsole.Identity;

/// <summary>Creates, finds and revokes API keys.</summary>
public sealed class ApiKeys(Database database, IdGenerator ids)
{
    public const int DefaultDays = 90;

    private readonly BatchLoader<KeyRow> _loader = new(shortIds => Load(database, shortIds));

    /// <returns>The caller that the text authenticates; null when the key is unknown, revoked or expired.</returns>
    public async Task<Caller?> Find(string text, CancellationToken stop)
    {
        if (ApiKeyText.Parse(text) is not { } key)
            return null;
        var found = await _loader.Find(key.Id, stop);
        if (found is null || !CryptographicOperations.FixedTimeEquals(found.SecretHash, Hash(key)) || key.IsLive != (found.Mode == Mode.Live))
            return null;
        if (found.Stale)
            await RecordUse(found, stop);
        return new(found.Id, CallerKind.Key, found.Scopes, found.Mode, found.OnlyTenant) { Origins = found.Origins };
    }

    /// <param name="id">Id that a preview has shown; null to create one.</param>
    /// <param name="origins">Origins of web pages that can send with it; null for none.</param>
    /// <param name="openedBy">Run whose undo revokes it; null for the current run, if there is one.</param>
    /// <returns>Id and text of the key. The text is not stored.</returns>
    public async Task<(string Id, string Text)> Create(
        string name,
        Mode mode,
        IReadOnlyList<string> scopes,
        string? onlyTenant,
        int days,
        string createdBy,
        UnitOfWork work,
        string? id = null,
        IReadOnlyList<string>? origins = null,
        string? openedBy = null
    )
    {
        var text = ApiKeyText.Create(mode == Mode.Live, RandomNumberGenerator.GetBytes(ApiKeyText.RandomLength));
        id ??= ids.New("key");
        await work.Execute(
            """
            insert into auth.api_keys (id, short_id, secret_hash, name, mode, scopes, origins, only_tenant, created_by, opened_by, expires_at)
            values (@id, @shortId, @hash, @name, @mode, @scopes, @origins, @onlyTenant, @createdBy, @openedBy, now() + make_interval(days => @days))
            """,
            new
            {
                id,
                shortId = text.Id,
                hash = Hash(text),
                name,
                mode,
                scopes,
                origins = origins ?? [],
                onlyTenant,
                createdBy,
                openedBy = openedBy ?? work.RunId,
                days,
            }
        );
        await work.Execute("insert into core.entity_names (id, kind, name) values (@id, 'key', @name)", new { id, name });
        return (id, text.ToString());
    }

    public Task<IReadOnlyList<ApiKey>> List(UnitOfWork work) =>
        work.List<ApiKey>(
            """
            select k.id, k.short_id, k.name, k.mode, k.scopes, k.origins, k.only_tenant, k.created_by, k.created_at, k.expires_at, k.last_used_at, k.revoked_at,
                   f.short_id as previous_short_id, f.ends_at as previous_secret_ends_at, f.last_used_at as previous_secret_used_at
              from auth.api_keys k
              left join auth.previous_key_secrets f on f.key_id = k.id and f.closed_by is null and f.ends_at > now()
             order by k.revoked_at is not null, k.id desc
            """
        );

    public Task<int> Revoke(IReadOnlyCollection<string> keyIds, UnitOfWork work) =>
        work.Execute(
            "update auth.api_keys set revoked_at = now(), revoked_by = @RunId where id = any(@keyIds) and revoked_at is null",
            new { keyIds, work.RunId }
        );

    /// <summary>Revokes the keys that a run created.</summary>
    /// <returns>Number of keys that were still valid.</returns>
    public Task<int> RevokeCreatedBy(string run, UnitOfWork work) =>
        work.Execute("update auth.api_keys set revoked_at = now(), revoked_by = @RunId where opened_by = @run and revoked_at is null", new { run, work.RunId });

    /// <returns>Keys that are valid again: those revoked by this run and no other.</returns>
    public Task<IReadOnlyList<string>> Restore(IReadOnlyCollection<string> keyIds, string run, UnitOfWork work) =>
        work.List<string>(
            "update auth.api_keys set revoked_at = null, revoked_by = null where id = any(@keyIds) and revoked_by = @run returning id",
            new { keyIds, run }
        );

    // A separate method, so that its connection is returned before another is requested. Otherwise many concurrent callers would wait for each other.
    private static async Task<IReadOnlyDictionary<string, KeyRow>> Load(Database database, IReadOnlyCollection<string> shortIds)
    {
        await using var work = await database.ReadIdentities(CancellationToken.None);
        var found = await work.List<KeyRow>(
            """
            select short_id, id, secret_hash, mode, scopes, origins, only_tenant,
                   last_used_at is null or last_used_at < now() - interval '1 minute' as stale, false as is_former
              from auth.api_keys
             where short_id = any ((select @shortIds::text[])::text[]) -- a subselect, so that the plan doesn't depend on the number of values
               and revoked_at is null and expires_at > now()
            union all
            select f.short_id, k.id, f.secret_hash, k.mode, k.scopes, k.origins, k.only_tenant,
                   f.last_used_at is null or f.last_used_at < now() - interval '1 minute', true
              from auth.previous_key_secrets f
              join auth.api_keys k on k.id = f.key_id
             where f.short_id = any ((select @shortIds::text[])::text[])
               and f.closed_by is null and f.ends_at > now() and k.revoked_at is null and k.expires_at > now()
            """,
            new { shortIds }
        );
        return found.ToDictionary(key => key.ShortId, StringComparer.Ordinal);
    }

    private async Task RecordUse(KeyRow key, CancellationToken stop)
    {
        try
        {
            await using var work = await database.Write(WriteOrigin.Intake("api_key.used"), [], stop);
            if (key.IsFormer)
                await work.Execute("update auth.previous_key_secrets set last_used_at = now() where short_id = @ShortId", new { key.ShortId });
            await work.Execute("update auth.api_keys set last_used_at = now() where id = @Id", new { key.Id });
            await work.CommitWithoutFlush();
        }
        catch (PostgresException full) when (full.SqlState is PostgresErrorCodes.DiskFull)
        {
            // recording the last use must not fail a request while reading still works
        }
    }

    // A secret with 190 random bits needs no slow hash.
    internal static byte[] Hash(ApiKeyText key) => SHA256.HashData(Encoding.ASCII.GetBytes(key.Secret));

    private sealed record KeyRow(
        string ShortId,
        string Id,
        byte[] SecretHash,
        Mode Mode,
        IReadOnlyList<string> Scopes,
        IReadOnlyList<string> Origins,
        string? OnlyTenant,
        bool Stale,
        bool IsFormer
    );
}
