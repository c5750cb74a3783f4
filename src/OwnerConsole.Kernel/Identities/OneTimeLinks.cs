using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Kernel.Identities;

/// <summary>The way in without a password: a link that is printed on the machine, lasts half an hour and is good once.</summary>
public sealed class OneTimeLinks(IdSource ids)
{
    public const string Path = "/welcome";

    /// <param name="userId">whose access is set up anew; null for the first owner</param>
    /// <returns>path and token; links of before for the same person end</returns>
    public async Task<string> New(string? userId, Work work)
    {
        var token = Token.New();
        await work.Do(
            "update auth.one_time_links set expires_at = now() where user_id is not distinct from @userId and used_at is null and expires_at > now()",
            new { userId }
        );
        await work.Do(
            "insert into auth.one_time_links (id, token_hash, user_id, expires_at) values (@id, @hash, @userId, now() + interval '30 minutes')",
            new
            {
                id = ids.New("otl"),
                hash = Token.Hash(token),
                userId,
            }
        );
        return $"{Path}?token={token}";
    }

    /// <returns>null when there is none, it was used or its time is over; also when it is for the first owner and there is one by now</returns>
    public Task<OneTimeLink?> Find(string token, Work work) =>
        work.One<OneTimeLink>(
            """
            select l.id, l.user_id, u.name, u.email
              from auth.one_time_links l
              left join auth.users u on u.id = l.user_id
             where l.token_hash = @hash and l.used_at is null and l.expires_at > now()
               and (l.user_id is not null or not exists (select from auth.users))
            """,
            new { hash = Token.Hash(token) }
        );

    /// <returns>false when somebody else was faster</returns>
    public async Task<bool> Use(string id, Work work) =>
        await work.Do("update auth.one_time_links set used_at = now() where id = @id and used_at is null and expires_at > now()", new { id }) == 1;
}

/// <param name="UserId">null for the first owner</param>
public sealed record OneTimeLink(string Id, string? UserId, string? Name, string? Email);
