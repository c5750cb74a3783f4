using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;

namespace OwnerConsole.Identity;

/// <summary>Links for access without a password, valid once: printed on the server for half an hour, or sent with an invitation.</summary>
public sealed class OneTimeLinks(IdGenerator ids)
{
    public const string Path = "/welcome";

    /// <returns>The link without scheme and host.</returns>
    public static string Address(string token) => $"{Path}?token={token}";

    /// <param name="userId">Person whose access is reset; null for the first owner.</param>
    /// <returns>Path and token. Earlier links for the same person become invalid.</returns>
    public async Task<string> Create(string? userId, UnitOfWork work)
    {
        var token = RandomToken.Create();
        await work.Execute(
            "update auth.one_time_links set expires_at = now() where user_id is not distinct from @userId and used_at is null and expires_at > now()",
            new { userId }
        );
        await work.Execute(
            "insert into auth.one_time_links (id, token_hash, user_id, expires_at) values (@id, @hash, @userId, now() + interval '30 minutes')",
            new
            {
                id = ids.New("otl"),
                hash = RandomToken.Hash(token),
                userId,
            }
        );
        return Address(token);
    }

    /// <returns>Null when the link is unknown, used or expired, when it is for the first owner and there already is one, or when the person has left.</returns>
    public Task<OneTimeLink?> Find(string token, UnitOfWork work) =>
        work.One<OneTimeLink>(
            """
            select l.id, l.user_id, u.name, u.email, null::text as role
              from auth.one_time_links l
              left join auth.team_members u on u.id = l.user_id
             where l.token_hash = @hash and l.used_at is null and l.expires_at > now()
               and (u.id is not null or (l.user_id is null and not exists (select from auth.users)))
            union all
            select i.id, null, i.name, i.email, r.name
              from auth.invitations i
              join auth.roles_now r on r.key = i.role
             where i.token_hash = @hash and i.closed_by is null and i.accepted_at is null and i.expires_at > now()
            """,
            new { hash = RandomToken.Hash(token) }
        );

    /// <returns>False when another request used the link first.</returns>
    public async Task<bool> Use(string id, UnitOfWork work) =>
        await work.Execute("update auth.one_time_links set used_at = now() where id = @id and used_at is null and expires_at > now()", new { id }) == 1;
}

/// <param name="UserId">Person whose access is reset; null for the first owner and for invited people.</param>
/// <param name="Name">Null for the first owner, who enters it.</param>
/// <param name="Role">Display name of the invited person's role; null for others.</param>
public sealed record OneTimeLink(string Id, string? UserId, string? Name, string? Email, string? Role)
{
    public bool IsInvitation => Role is not null;
}
