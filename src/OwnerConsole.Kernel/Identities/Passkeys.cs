using Microsoft.AspNetCore.Identity;
using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Kernel.Identities;

/// <summary>The passkeys of the team, as rows. One that was removed stays, and is nobody's any more.</summary>
public sealed class Passkeys(IdSource ids)
{
    /// <returns>in the order they were added</returns>
    public Task<IReadOnlyList<Passkey>> Of(string userId, Work work) =>
        work.List<Passkey>(
            """
            select id, domain, name, is_backed_up, added_at, last_used_at
              from auth.passkeys
             where user_id = @userId and removed_at is null
             order by added_at, id
            """,
            new { userId }
        );

    /// <summary>Wherever it works.</summary>
    public async Task<bool> Any(string userId, Work work) =>
        await work.One<bool>("select exists (select from auth.passkeys where user_id = @userId and removed_at is null)", new { userId });

    /// <param name="site">null where none works</param>
    public async Task<bool> Any(string userId, PasskeySite? site, Work work) =>
        site is not null
        && await work.One<bool>(
            "select exists (select from auth.passkeys where user_id = @userId and domain = @Domain and removed_at is null)",
            new { userId, site.Domain }
        );

    /// <summary>Whether anybody of the team could come in by one.</summary>
    public async Task<bool> Any(PasskeySite? site, Work work) =>
        site is not null
        && await work.One<bool>(
            "select exists (select from auth.passkeys p join auth.people u on u.id = p.user_id where p.domain = @Domain and p.removed_at is null)",
            new { site.Domain }
        );

    /// <returns>the new one's id</returns>
    public async Task<string> Add(string userId, string domain, string name, UserPasskeyInfo made, Work work)
    {
        var id = ids.New("pky");
        await work.Do(
            """
            insert into auth.passkeys (id, user_id, credential_id, domain, name, public_key, sign_count, transports, is_backup_eligible, is_backed_up)
            values (@id, @userId, @CredentialId, @domain, @name, @PublicKey, @count, @transports, @IsBackupEligible, @IsBackedUp)
            """,
            new
            {
                id,
                userId,
                made.CredentialId,
                domain,
                name,
                made.PublicKey,
                count = (long)made.SignCount,
                transports = made.Transports ?? [],
                made.IsBackupEligible,
                made.IsBackedUp,
            }
        );
        return id;
    }

    /// <summary>Notes a use whose signature was found good. Its count grows, or it counts nothing at all; compared here, so that two at once can't both pass.</summary>
    /// <returns>the passkey's id; null when the count did not grow: somebody has a copy of it</returns>
    public Task<string?> Use(UserPasskeyInfo used, Work work) =>
        work.One<string>(
            """
            update auth.passkeys set sign_count = @count, is_backed_up = @IsBackedUp, last_used_at = now()
             where credential_id = @CredentialId and removed_at is null and (sign_count < @count or sign_count = 0 and @count = 0)
            returning id
            """,
            new
            {
                used.CredentialId,
                used.IsBackedUp,
                count = (long)used.SignCount,
            }
        );

    /// <returns>how many have another name now: none when it is somebody else's</returns>
    public Task<int> Rename(string userId, string id, string name, Work work) =>
        work.Do(
            "update auth.passkeys set name = @name where id = @id and user_id = @userId and removed_at is null",
            new
            {
                id,
                userId,
                name,
            }
        );

    /// <param name="id">null for all</param>
    /// <returns>how many were removed</returns>
    public Task<int> Remove(string userId, string? id, Work work) =>
        work.Do("update auth.passkeys set removed_at = now() where user_id = @userId and id = coalesce(@id, id) and removed_at is null", new { userId, id });

    /// <returns>whose it is or was; null for one that nobody ever had</returns>
    internal Task<string?> OwnerOf(byte[] credentialId, Work work) =>
        work.One<string>("select user_id from auth.passkeys where credential_id = @credentialId", new { credentialId });

    internal async Task<IList<UserPasskeyInfo>> Stored(string userId, string domain, Work work) =>
        [
            .. (
                await work.List<Row>(
                    """
                    select credential_id, public_key, added_at, transports, is_backup_eligible, is_backed_up
                      from auth.passkeys
                     where user_id = @userId and domain = @domain and removed_at is null
                     order by added_at, id
                    """,
                    new { userId, domain }
                )
            ).Select(row => row.Info),
        ];

    private sealed record Row(byte[] CredentialId, byte[] PublicKey, DateTimeOffset AddedAt, string[] Transports, bool IsBackupEligible, bool IsBackedUp)
    {
        // Its count is left to Use, and how it was made was looked at when it was made.
        public UserPasskeyInfo Info => new(CredentialId, PublicKey, AddedAt, 0, Transports, true, IsBackupEligible, IsBackedUp, [], []);
    }
}
