using OwnerConsole.Data;
using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Kernel.Access;

/// <summary>Stores team members.</summary>
public sealed class People(IdGenerator ids)
{
    /// <summary>Number of wrong codes from unknown devices before these are delayed for five minutes.</summary>
    private const int MaxAttempts = 5;

    public Task<Person?> FindByEmail(string email, UnitOfWork work) =>
        work.One<Person>(
            """
            select id, name, email, password_hash, authenticator, grants
              from auth.team_members
             where email_key = @key
            """,
            new { key = NormalizeEmail(email) }
        );

    public Task<Person?> FindById(string id, UnitOfWork work) =>
        work.One<Person>(
            """
            select id, name, email, password_hash, authenticator, grants
              from auth.team_members
             where id = @id
            """,
            new { id }
        );

    public async Task<bool> Any(UnitOfWork work) => await work.One<bool>("select exists (select from auth.users)");

    /// <summary>Creates an id for a person who is not a team member yet.</summary>
    public string NewId() => ids.New("usr");

    /// <param name="newId">Id that was reserved for the person; null to create one.</param>
    /// <returns>Id of the new team member.</returns>
    public async Task<string> Add(string name, string email, string passwordHash, IReadOnlyList<string> grants, UnitOfWork work, string? newId = null)
    {
        var id = newId ?? NewId();
        await work.Execute(
            "insert into auth.users (id, name, email, email_key, password_hash, grants) values (@id, @name, @email, @key, @passwordHash, @grants)",
            new
            {
                id,
                name,
                email,
                key = NormalizeEmail(email),
                passwordHash,
                grants,
            }
        );
        await work.Execute("insert into core.entity_names (id, kind, name) values (@id, 'user', @name)", new { id, name });
        return id;
    }

    /// <param name="openedBy">Run that gives the role, or invitation that the person accepted.</param>
    public Task<int> GiveRole(string id, string role, string openedBy, UnitOfWork work) =>
        work.Execute(
            "insert into auth.user_roles (user_id, role, opened_by) values (@id, @role, @openedBy)",
            new
            {
                id,
                role,
                openedBy,
            }
        );

    public Task<int> SetPassword(string id, string hash, UnitOfWork work) =>
        work.Execute("update auth.users set password_hash = @hash where id = @id", new { id, hash });

    public Task<int> SetAuthenticator(string id, byte[]? box, long step, UnitOfWork work) =>
        work.Execute(
            "update auth.users set authenticator = @box, last_step = @step, failed_attempts = 0, locked_until = null where id = @id",
            new
            {
                id,
                box,
                step,
            }
        );

    /// <summary>Counts a wrong code from an unknown device after a correct password. After the fifth, unknown devices are delayed for five minutes.</summary>
    public Task<int> RecordFailure(string id, UnitOfWork work) =>
        work.Execute(
            """
            update auth.users
               set failed_attempts = case when failed_attempts + 1 >= @Attempts then 0 else failed_attempts + 1 end,
                   locked_until = case when failed_attempts + 1 >= @Attempts then now() + interval '5 minutes' else locked_until end
             where id = @id
            """,
            new { id, Attempts = MaxAttempts }
        );

    /// <summary>Locks the account for this transaction, so that concurrent attempts are counted one after the other.</summary>
    /// <returns>False while unknown devices are delayed.</returns>
    public async Task<bool> LockIfOpen(string id, UnitOfWork work) =>
        await work.One<bool>("select coalesce(locked_until <= now(), true) from auth.users where id = @id for update", new { id });

    /// <summary>Resets the count of wrong codes after a complete sign-in.</summary>
    public Task<int> ResetFailures(string id, UnitOfWork work) =>
        work.Execute("update auth.users set failed_attempts = 0, locked_until = null where id = @id", new { id });

    /// <returns>The normalized address, for comparisons.</returns>
    public static string NormalizeEmail(string email) => NfcNormalizer.Normalize(email.Trim()).ToUpperInvariant();
}
