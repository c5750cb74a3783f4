using Microsoft.AspNetCore.Identity;
using Npgsql;
using StudioApp.Data;

namespace StudioApp.People;

/// <summary>Stores people: the owner of a studio, its coaches and its clients.</summary>
internal sealed class PersonStore(StudioDatabase database)
{
    private const string Columns = "id, studio_id, role, name, email, password is not null, joined_at, suspended_for";
    private static readonly PasswordHasher<string> s_hasher = new();

    /// <summary>Hash to verify if no person has the address, so that the response time does not reveal which addresses exist.</summary>
    private static readonly string s_nobody = s_hasher.HashPassword("", "nobody");

    public Task<IReadOnlyList<StudioPerson>> Of(string studio, string role, CancellationToken stop) =>
        database.Rows($"select {Columns} from studio.people where studio_id = $1 and role = $2 order by name, id", Read, stop, studio, role);

    public async Task<StudioPerson?> Find(string id, CancellationToken stop) =>
        (await database.Rows($"select {Columns} from studio.people where id = $1", Read, stop, id)).SingleOrDefault();

    /// <param name="password">Null for people who can't sign in.</param>
    /// <returns>False if the address is already in use.</returns>
    public async Task<bool> Add(string id, string studio, string role, string name, string? email, string? password, CancellationToken stop)
    {
        var added = await database.Execute(
            "insert into studio.people (id, studio_id, role, name, email, password) values ($1, $2, $3, $4, $5, $6) on conflict (email) do nothing",
            stop,
            id,
            studio,
            role,
            name,
            Address(email),
            password is null ? null : s_hasher.HashPassword("", password)
        );
        return added == 1;
    }

    public Task Remove(string studio, string id, CancellationToken stop) =>
        database.Execute("delete from studio.people where studio_id = $1 and id = $2 and role <> 'owner'", stop, studio, id);

    /// <summary>Suspends or reactivates a person. Events that are older than the last one are ignored.</summary>
    /// <param name="cause">Cause of the suspension; null to reactivate.</param>
    public Task Suspend(string id, string? cause, long sequence, CancellationToken stop) =>
        database.Execute("update studio.people set suspended_for = $2, heard = $3 where id = $1 and coalesce(heard, 0) < $3", stop, id, cause, sequence);

    /// <returns>Null if the address or the password is wrong; the response does not reveal which.</returns>
    public async Task<StudioPerson?> Verify(string email, string password, CancellationToken stop)
    {
        var found = await database.Rows(
            $"select {Columns}, password from studio.people where email = $1 and password is not null",
            row => (Person: Read(row), Hash: row.GetString(8)),
            stop,
            Address(email)
        );
        var hash = found is [var one] ? one.Hash : s_nobody;
        return s_hasher.VerifyHashedPassword("", hash, password) is PasswordVerificationResult.Failed || found.Count == 0 ? null : found[0].Person;
    }

    private static string? Address(string? email) => string.IsNullOrWhiteSpace(email) ? null : email.Trim().ToLowerInvariant();

    private static StudioPerson Read(NpgsqlDataReader row) =>
        new(
            row.GetString(0),
            row.GetString(1),
            row.GetString(2),
            row.GetString(3),
            row.Text(4),
            row.GetBoolean(5),
            row.GetFieldValue<DateTimeOffset>(6),
            row.Text(7)
        );
}
