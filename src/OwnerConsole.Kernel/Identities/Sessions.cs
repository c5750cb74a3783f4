using Npgsql;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Settings;

namespace OwnerConsole.Kernel.Identities;

/// <summary>Sign-in sessions of team members. They are rows rather than tokens, so that closing one takes effect with the next request on every node.</summary>
/// <remarks>The owner sets how long open sessions last. A session that waits for a code ends after 10 minutes.</remarks>
public sealed class Sessions(Database database, IdSource ids, SecretBox box)
{
    public static readonly Setting Idle = new(
        "sign_in.idle_minutes",
        SettingCategory.Security,
        "Idle timeout",
        "Sign people out after this much inactivity.",
        "30"
    )
    {
        Kind = FieldKind.Number,
        Least = 5,
        Most = 24 * 60,
        Unit = "minutes",
    };

    public static readonly Setting Longest = new(
        "sign_in.longest_hours",
        SettingCategory.Security,
        "Max sign-in session length",
        "Sign people out after this much time, even when they are active.",
        "12"
    )
    {
        Kind = FieldKind.Number,
        Least = 1,
        Most = 7 * 24,
        Unit = "hours",
    };

    /// <summary>How long a confirmation of identity is valid.</summary>
    public static readonly TimeSpan ProofLifetime = TimeSpan.FromMinutes(10);

    /// <summary>Column with the data of pending setups.</summary>
    public static readonly SealedColumn Waiting = new("auth.sessions", "pending", "pending", "id") { IsOwned = false };

    private readonly GatheredLook<Found> _known = new(hashes => Look(database, hashes));

    /// <summary>SQL condition for an open session s that has not expired.</summary>
    public static readonly string Lasts = $"s.last_seen_at > now() - {Idle.Span} and s.created_at > now() - {Longest.Span}";

    /// <summary>Opens a session. Each sign-in step opens a new one, so that a cookie planted before is useless afterwards.</summary>
    /// <param name="pending">Data of a pending setup, stored encrypted.</param>
    /// <returns>Secret for the cookie, which is not stored.</returns>
    public async Task<string> Open(SessionStage stage, string? userId, Client client, Work work, byte[]? pending = null)
    {
        var (id, secret) = (ids.New("ses"), Token.New());
        await work.Do(
            """
            insert into auth.sessions (id, secret_hash, stage, user_id, pending, ip, user_agent)
            values (@id, @hash, @stage, @userId, @pending, @Ip, @UserAgent)
            """,
            new
            {
                id,
                hash = Token.Hash(secret),
                stage,
                userId,
                pending = Sealed(id, pending),
                client.Ip,
                client.UserAgent,
            }
        );
        return secret;
    }

    /// <summary>
    /// Replaces the session secret after the person confirmed their identity. The old one is valid for ten more seconds, for requests in progress.
    /// </summary>
    /// <returns>Secret for the cookie.</returns>
    public async Task<string> Renew(Session session, Work work)
    {
        var secret = Token.New();
        await work.Do(
            """
            with former as (
              update auth.sessions set closed_at = now() + interval '10 seconds', pending = null where id = @former and closed_at is null
              returning stage, user_id, ip, user_agent, created_at)
            insert into auth.sessions (id, secret_hash, stage, user_id, ip, user_agent, created_at, proved_at)
            select @id, @hash, stage, user_id, ip, user_agent, created_at, now() from former
            """,
            new
            {
                former = session.Id,
                id = ids.New("ses"),
                hash = Token.Hash(secret),
            }
        );
        return secret;
    }

    /// <summary>Replaces all sessions of a person by a new one, after a change of their access.</summary>
    /// <returns>Secret for the cookie.</returns>
    public async Task<string> StartAnew(string userId, Client client, Work work)
    {
        await CloseAll(userId, except: null, work);
        return await Open(SessionStage.Open, userId, client, work);
    }

    /// <returns>The session if it has not expired. Finding it counts as activity.</returns>
    public async Task<Session?> Find(string secret, CancellationToken stop)
    {
        var found = await _known.Find(Convert.ToHexStringLower(Token.Hash(secret)), stop);
        if (found is null)
            return null;
        if (found.Sleepy)
            await Touch(found.Id, stop);
        var pending = found.Pending is null ? null : box.Open(Waiting.Kind, found.Id, found.Pending);
        return new(found.Id, found.Stage, found.UserId, pending, found.Name, found.Email, found.Grants)
        {
            Rotates = found.Rotates,
            IsProved = found.IsProved,
            Segment = found.Segment,
            Hides = found.Hides ?? [],
        };
    }

    public Task<IReadOnlyList<OpenSession>> Of(string userId, Work work) =>
        work.List<OpenSession>(
            $"""
            select s.id, s.ip, s.user_agent, s.created_at, s.last_seen_at
              from auth.sessions s
             where s.user_id = @userId and s.closed_at is null and s.stage = 'open' and {Lasts}
             order by s.last_seen_at desc, s.id
            """,
            new { userId }
        );

    /// <returns>User agents of all sessions that the person ever opened.</returns>
    public Task<IReadOnlyList<string?>> Agents(string userId, Work work) =>
        work.List<string?>("select distinct user_agent from auth.sessions where user_id = @userId and stage = 'open'", new { userId });

    public Task<int> Close(string id, Work work) =>
        work.Do("update auth.sessions set closed_at = now(), pending = null where id = @id and closed_at is null", new { id });

    /// <summary>Ends one of the person's own sessions; ids of other people's sessions are ignored.</summary>
    public Task<int> CloseOwn(string userId, string id, Work work) =>
        work.Do("update auth.sessions set closed_at = now(), pending = null where id = @id and user_id = @userId and closed_at is null", new { id, userId });

    /// <param name="except">Session to keep, usually the caller's own; null closes all.</param>
    public Task<int> CloseAll(string userId, string? except, Work work) =>
        work.Do(
            "update auth.sessions set closed_at = now(), pending = null where user_id = @userId and id is distinct from @except and (closed_at is null or closed_at > now())",
            new { userId, except }
        );

    /// <param name="pending">Data of a pending setup; null clears it.</param>
    public Task<int> SetPending(string id, byte[]? pending, Work work) =>
        work.Do("update auth.sessions set pending = @box where id = @id and closed_at is null", new { id, box = Sealed(id, pending) });

    /// <summary>Gives a session a new secret. The old one is valid for 30 more seconds, for concurrent requests of a page.</summary>
    /// <returns>Secret for the cookie; null when another request received it.</returns>
    public async Task<string?> Rotate(string id, CancellationToken stop)
    {
        var secret = Token.New();
        await using var work = await database.Write(Door.Intake("session.rotate"), [], stop);
        var rotated = await work.Do(
            """
            update auth.sessions
               set former_hash = secret_hash, former_until = now() + interval '30 seconds', secret_hash = @hash, rotates = false
             where id = @id and rotates and closed_at is null
            """,
            new { id, hash = Token.Hash(secret) }
        );
        await work.Commit();
        return rotated == 0 ? null : secret;
    }

    private byte[]? Sealed(string id, byte[]? pending) => pending is null ? null : box.Seal(Waiting.Kind, id, pending);

    // A separate method, so that its connection is returned before another is requested. Otherwise many concurrent requests would wait for each other.
    private static async Task<IReadOnlyDictionary<string, Found>> Look(Database database, IReadOnlyCollection<string> hashes)
    {
        await using var work = new Work(database, await database.People.OpenConnectionAsync(), null, CancellationToken.None);
        var found = await work.List<Found>(
            $"""
            select n.hash, s.id, s.stage, s.user_id, s.pending, u.name, u.email, u.grants, u.hides, g.segment, s.last_seen_at < now() - interval '1 minute' as sleepy,
                   s.rotates and s.secret_hash = decode(n.hash, 'hex') as rotates, coalesce(s.proved_at > now() - @ProofLifetime, false) as is_proved
              from unnest((select @hashes::text[])) n(hash) -- a subselect, so that the plan doesn't depend on the number of values
              join lateral (select * from auth.sessions o where o.secret_hash = decode(n.hash, 'hex')
                            union all
                            select * from auth.sessions o where o.former_hash = decode(n.hash, 'hex') and o.former_until > now()) s on true
              left join auth.people u on u.id = s.user_id
              left join auth.role_segments g on g.role = u.role and g.closed_by is null
             where (s.closed_at is null or s.closed_at > now()) and (s.user_id is null or u.id is not null)
               and case s.stage
                     when 'open' then {Lasts}
                     else s.created_at > now() - interval '10 minutes'
                   end
            """,
            new { hashes, ProofLifetime }
        );
        return found.ToDictionary(session => session.Hash, StringComparer.Ordinal);
    }

    private async Task Touch(string id, CancellationToken stop)
    {
        try
        {
            await using var work = await database.Write(Door.Intake("session.seen"), [], stop);
            await work.Do("update auth.sessions set last_seen_at = now() where id = @id", new { id });
            await work.Commit();
        }
        catch (PostgresException full) when (full.SqlState is PostgresErrorCodes.DiskFull)
        {
            // recording activity must not fail a request while reading still works
        }
    }

    private sealed record Found(
        string Hash,
        string Id,
        SessionStage Stage,
        string? UserId,
        byte[]? Pending,
        string? Name,
        string? Email,
        IReadOnlyList<string>? Grants,
        IReadOnlyList<string>? Hides,
        string? Segment,
        bool Sleepy,
        bool Rotates,
        bool IsProved
    );
}
