using Microsoft.AspNetCore.Identity;
using OwnerConsole.Data;

namespace OwnerConsole.Identity;

/// <summary>Stores the passkeys of team members. Removed passkeys are kept as rows but no longer belong to anyone.</summary>
public sealed class Passkeys(IdGenerator ids)
{
    /// <returns>Passkeys in the order they were added.</returns>
    public Task<IReadOnlyList<Passkey>> Of(string userId, UnitOfWork work) =>
        work.List<Passkey>(
            """
            select id, domain, name, is_backed_up, added_at, last_used_at
              from auth.passkeys
             where user_id = @userId and removed_at is null
             order by added_at, id
            """,
            new { userId }
        );

    /// <summary>True when the person has a passkey for any domain.</summary>
    public async Task<bool> Any(string userId, UnitOfWork work) =>
        await work.One<bool>("select exists (select from auth.passkeys where user_id = @userId and removed_at is null)", new { userId });

    /// <param name="site">Null at an address where passkeys don't work.</param>
    public async Task<bool> Any(string userId, PasskeySite? site, UnitOfWork work) =>
        site is not null
        && await work.One<bool>(
            "select exists (select from auth.passkeys where user_id = @userId and domain = @Domain and removed_at is null)",
            new { userId, site.Domain }
        );

    /// <summary>True when at least one team member can sign in with a passkey.</summary>
    public async Task<bool> Any(PasskeySite? site, UnitOfWork work) =>
        site is not null
        && await work.One<bool>(
            "select exists (select from auth.passkeys p join auth.team_members u on u.id = p.user_id where p.domain = @Domain and p.removed_at is null)",
            new { site.Domain }
        );

    /// <returns>Id of the new passkey.</returns>
    public async Task<string> Add(string userId, string domain, string name, UserPasskeyInfo made, UnitOfWork work)
    {
        var id = ids.New("pky");
        await work.Execute(
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

    /// <summary>
    /// Records a use with a valid signature. The counter must increase, unless it is always 0. Compared in SQL, so that two concurrent uses can't both
    /// pass.
    /// </summary>
    /// <returns>Id of the passkey; null when the counter did not increase, which means that a copy of it exists.</returns>
    public Task<string?> Use(UserPasskeyInfo used, UnitOfWork work) =>
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

    /// <returns>Number of renamed passkeys; 0 when it belongs to someone else.</returns>
    public Task<int> Rename(string userId, string id, string name, UnitOfWork work) =>
        work.Execute(
            "update auth.passkeys set name = @name where id = @id and user_id = @userId and removed_at is null",
            new
            {
                id,
                userId,
                name,
            }
        );

    /// <param name="id">Null for all.</param>
    /// <returns>Number of removed passkeys.</returns>
    public Task<int> Remove(string userId, string? id, UnitOfWork work) =>
        work.Execute(
            "update auth.passkeys set removed_at = now() where user_id = @userId and id = coalesce(@id, id) and removed_at is null",
            new { userId, id }
        );

    /// <returns>Current or former owner; null for an unknown passkey.</returns>
    internal Task<string?> OwnerOf(byte[] credentialId, UnitOfWork work) =>
        work.One<string>("select user_id from auth.passkeys where credential_id = @credentialId", new { credentialId });

    internal async Task<IList<UserPasskeyInfo>> Stored(string userId, string domain, UnitOfWork work) =>
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
        // The counter is checked by Use, and attestation was checked when the passkey was created.
        public UserPasskeyInfo Info => new(CredentialId, PublicKey, AddedAt, 0, Transports, true, IsBackupEligible, IsBackedUp, [], []);
    }
}
