using Npgsql;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Secrets;
using OwnerConsole.Kernel.Settings;

namespace OwnerConsole.Identity;

/// <summary>Sign-in sessions of team members. They are rows rather than tokens, so that closing one takes effect with the next request on every node.</summary>
/// <remarks>The owner sets how long open sessions last. A session that waits for a code ends after 10 minutes.</remarks>
public sealed class Sessions(Database database, IdGenerator ids, SecretBox box)
{
    public static readonly Setting IdleTimeout = new(
        "sign_in.idle_minutes",
        SettingCategory.Security,
        "Idle timeout",
        "Sign people out after this much inactivity. Pages that update themselves don't count as activity.",
        "30"
    )
    {
        Synonyms = "timeout, logout, inactivity",
        Kind = FieldKind.Number,
        Min = 5,
        Max = 24 * 60,
        Unit = "minutes",
    };

    public static readonly Setting MaxLifetime = new(
        "sign_in.longest_hours",
        SettingCategory.Security,
        "Max sign-in session length",
        "Sign people out after this much time, even when they are active.",
        "12"
    )
    {
        Synonyms = "session lifetime",
        Kind = FieldKind.Number,
        Min = 1,
        Max = 7 * 24,
        Unit = "hours",
    };

    /// <summary>How long a confirmation of identity is valid.</summary>
    public static readonly TimeSpan ProofLifetime = TimeSpan.FromMinutes(10);

    /// <summary>Column with the data of pending setups.</summary>
    public static readonly EncryptedColumn PendingColumn = new("auth.sessions", "pending", "pending", "id") { IsOwned = false };

    private readonly BatchLoader<SessionRow> _loader = new(hashes => Load(database, hashes));

    /// <summary>SQL condition for a session s that is not closed; one that is being replaced is closed a few seconds later.</summary>
    internal const string IsNotClosed = "(s.closed_at is null or s.closed_at > now())";

    /// <summary>SQL condition for an open session s that has not expired.</summary>
    public static readonly string IsAlive = $"s.last_seen_at > now() - {IdleTimeout.IntervalSql} and s.created_at > now() - {MaxLifetime.IntervalSql}";

    /// <summary>Opens a session. Each sign-in step opens a new one, so that a cookie planted before is useless afterwards.</summary>
    /// <param name="pending">Data of a pending setup, stored encrypted.</param>
    /// <returns>Secret for the cookie, which is not stored.</returns>
    public async Task<string> Open(SessionStage stage, string? userId, ClientInfo client, UnitOfWork work, byte[]? pending = null)
    {
        var (id, secret) = (ids.New("ses"), RandomToken.Create());
        await work.Execute(
            """
            insert into auth.sessions (id, secret_hash, stage, user_id, pending, ip, user_agent)
            values (@id, @hash, @stage, @userId, @pending, @Ip, @UserAgent)
            """,
            new
            {
                id,
                hash = RandomToken.Hash(secret),
                stage,
                userId,
                pending = Encrypt(id, pending),
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
    public async Task<string> Renew(Session session, UnitOfWork work)
    {
        var secret = RandomToken.Create();
        await work.Execute(
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
                hash = RandomToken.Hash(secret),
            }
        );
        return secret;
    }

    /// <summary>Replaces all sessions of a person by a new one, after a change of their access.</summary>
    /// <returns>Secret for the cookie.</returns>
    public async Task<string> ReplaceAll(string userId, ClientInfo client, UnitOfWork work)
    {
        await CloseAll(userId, except: null, work);
        return await Open(SessionStage.Open, userId, client, work);
    }

    /// <param name="isActivity">True for an action of the person, which restarts the idle timeout.</param>
    /// <returns>The session if it has not expired.</returns>
    public async Task<Session?> Find(string secret, bool isActivity, CancellationToken stop)
    {
        var found = await _loader.Find(Convert.ToHexStringLower(RandomToken.Hash(secret)), stop);
        if (found is null)
            return null;
        if (isActivity && found.Sleepy)
            await Touch(found.Id, stop);
        var pending = found.Pending is null ? null : box.Decrypt(PendingColumn.Kind, found.Id, found.Pending);
        return new(found.Id, found.Stage, found.UserId, pending, found.Name, found.Email, found.Grants)
        {
            Rotates = found.Rotates,
            IsProved = found.IsProved,
            Segment = found.Segment,
            Hides = found.Hides ?? [],
        };
    }

    public Task<IReadOnlyList<OpenSession>> Of(string userId, UnitOfWork work) =>
        work.List<OpenSession>(
            $"""
            select s.id, s.ip, s.user_agent, s.created_at, s.last_seen_at
              from auth.sessions s
             where s.user_id = @userId and s.closed_at is null and s.stage = 'open' and {IsAlive}
             order by s.last_seen_at desc, s.id
            """,
            new { userId }
        );

    /// <returns>True until the session is closed, even if it is idle.</returns>
    public static Task<bool> IsOpen(string id, UnitOfWork work) =>
        work.One<bool>($"select exists (select from auth.sessions s where s.id = @id and {IsNotClosed})", new { id });

    /// <returns>True if the person has a session that is neither closed nor expired.</returns>
    public static Task<bool> IsSignedIn(string userId, UnitOfWork work) =>
        work.One<bool>(
            $"select exists (select from auth.sessions s where s.user_id = @userId and s.stage = 'open' and {IsNotClosed} and {IsAlive})",
            new { userId }
        );

    /// <returns>User agents of all sessions that the person ever opened.</returns>
    public Task<IReadOnlyList<string?>> ListUserAgents(string userId, UnitOfWork work) =>
        work.List<string?>("select distinct user_agent from auth.sessions where user_id = @userId and stage = 'open'", new { userId });

    public Task<int> Close(string id, UnitOfWork work) =>
        work.Execute($"update auth.sessions s set closed_at = now(), pending = null where s.id = @id and {IsNotClosed}", new { id });

    /// <summary>Ends one of the person's own sessions; ids of other people's sessions are ignored.</summary>
    public Task<int> CloseOwn(string userId, string id, UnitOfWork work) =>
        work.Execute(
            $"update auth.sessions s set closed_at = now(), pending = null where s.id = @id and s.user_id = @userId and {IsNotClosed}",
            new { id, userId }
        );

    /// <param name="except">Session to keep, usually the caller's own; null closes all.</param>
    public Task<int> CloseAll(string userId, string? except, UnitOfWork work) =>
        work.Execute(
            $"update auth.sessions s set closed_at = now(), pending = null where s.user_id = @userId and s.id is distinct from @except and {IsNotClosed}",
            new { userId, except }
        );

    /// <param name="pending">Data of a pending setup; null clears it.</param>
    public Task<int> SetPending(string id, byte[]? pending, UnitOfWork work) =>
        work.Execute("update auth.sessions set pending = @box where id = @id and closed_at is null", new { id, box = Encrypt(id, pending) });

    /// <summary>Gives a session a new secret. The old one is valid for 30 more seconds, for concurrent requests of a page.</summary>
    /// <returns>Secret for the cookie; null when another request received it.</returns>
    public async Task<string?> Rotate(string id, CancellationToken stop)
    {
        var secret = RandomToken.Create();
        await using var work = await database.Write(WriteOrigin.Intake("session.rotate"), [], stop);
        var rotated = await work.Execute(
            """
            update auth.sessions
               set previous_hash = secret_hash, previous_until = now() + interval '30 seconds', secret_hash = @hash, rotates = false
             where id = @id and rotates and closed_at is null
            """,
            new { id, hash = RandomToken.Hash(secret) }
        );
        await work.Commit();
        return rotated == 0 ? null : secret;
    }

    private byte[]? Encrypt(string id, byte[]? pending) => pending is null ? null : box.Encrypt(PendingColumn.Kind, id, pending);

    // A separate method, so that its connection is returned before another is requested. Otherwise many concurrent requests would wait for each other.
    private static async Task<IReadOnlyDictionary<string, SessionRow>> Load(Database database, IReadOnlyCollection<string> hashes)
    {
        await using var work = await database.ReadIdentities(CancellationToken.None);
        var found = await work.List<SessionRow>(
            $"""
            select n.hash, s.id, s.stage, s.user_id, s.pending, u.name, u.email, u.grants, u.hides, g.segment, s.last_seen_at < now() - interval '1 minute' as sleepy,
                   s.rotates and s.secret_hash = decode(n.hash, 'hex') as rotates, coalesce(s.proved_at > now() - @ProofLifetime, false) as is_proved
              from unnest((select @hashes::text[])) n(hash) -- a subselect, so that the plan doesn't depend on the number of values
              join lateral (select * from auth.sessions o where o.secret_hash = decode(n.hash, 'hex')
                            union all
                            select * from auth.sessions o where o.previous_hash = decode(n.hash, 'hex') and o.previous_until > now()) s on true
              left join auth.team_members u on u.id = s.user_id
              left join auth.role_segments g on g.role = u.role and g.closed_by is null
             where {IsNotClosed} and (s.user_id is null or u.id is not null)
               and case s.stage
                     when 'open' then {IsAlive}
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
            await using var work = await database.Write(WriteOrigin.Intake("session.seen"), [], stop);
            await work.Execute("update auth.sessions set last_seen_at = now() where id = @id", new { id });
            await work.Commit();
        }
        catch (PostgresException full) when (full.SqlState is PostgresErrorCodes.DiskFull)
        {
            // recording activity must not fail a request while reading still works
        }
    }

    private sealed record SessionRow(
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
