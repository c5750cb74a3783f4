using System.Security.Cryptography;
using OwnerConsole.Data;
using OwnerConsole.Pure.Signing;

namespace OwnerConsole.Identity;

/// <summary>Replaces the secret of an API key. Id, scopes and ceilings are unchanged, and the previous secret stays valid for a while.</summary>
public static class ApiKeyRotation
{
    /// <param name="overlap">Time during which both secrets are valid; zero ends the previous one immediately.</param>
    /// <returns>The new text of the key, which is not stored.</returns>
    public static async Task<string> Rotate(string keyId, bool isLive, TimeSpan overlap, UnitOfWork work)
    {
        var text = ApiKeyText.Create(isLive, RandomNumberGenerator.GetBytes(ApiKeyText.RandomLength));
        await work.Execute(
            """
            insert into auth.previous_key_secrets (key_id, opened_by, short_id, secret_hash, ends_at)
            select id, @RunId, short_id, secret_hash, now() + @overlap from auth.api_keys where id = @keyId
            """,
            new
            {
                keyId,
                work.RunId,
                overlap,
            }
        );
        await work.Execute(
            "update auth.api_keys set short_id = @shortId, secret_hash = @hash where id = @keyId",
            new
            {
                keyId,
                shortId = text.Id,
                hash = ApiKeys.Hash(text),
            }
        );
        return text.ToString();
    }

    /// <summary>Restores the previous secret and invalidates the new one. Does nothing when the key was rotated again.</summary>
    /// <returns>Keys whose secret was restored.</returns>
    public static Task<IReadOnlyList<string>> Restore(IReadOnlyCollection<string> keyIds, string undoneRun, UnitOfWork work) =>
        work.List<string>(
            """
            with former as (
              update auth.previous_key_secrets f set closed_by = @RunId
               where f.key_id = any(@keyIds) and f.opened_by = @undoneRun and f.closed_by is null
                 and not exists (select from auth.previous_key_secrets l where l.key_id = f.key_id and l.closed_by is null and l.opened_at > f.opened_at)
              returning f.key_id, f.short_id, f.secret_hash)
            update auth.api_keys k set short_id = f.short_id, secret_hash = f.secret_hash from former f where k.id = f.key_id
            returning k.id
            """,
            new
            {
                keyIds,
                undoneRun,
                work.RunId,
            }
        );
}
