using Npgsql;
using StudioApp.Data;

namespace StudioApp.Studios;

/// <summary>Studios as they are kept.</summary>
internal sealed class StudioBooks(Database database)
{
    public const string Columns = "id, name, contact_email, plan, trial_ends_at, opened_at, suspended_for";

    public async Task<Studio?> Find(string id, CancellationToken stop) =>
        (await database.Rows($"select {Columns} from studio.studios where id = $1", Read, stop, id)).SingleOrDefault();

    /// <returns>its id; it has two weeks to try everything</returns>
    public async Task<string> Open(string name, string contactEmail, CancellationToken stop)
    {
        var id = Database.NewId("studio");
        await database.Do(
            "insert into studio.studios (id, name, contact_email, trial_ends_at) values ($1, $2, $3, now() + interval '14 days')",
            stop,
            id,
            name,
            contactEmail
        );
        return id;
    }

    public Task Remove(string id, CancellationToken stop) => database.Do("delete from studio.studios where id = $1", stop, id);

    /// <summary>The owner of the platform closed or opened it. News older than what was heard last changes nothing.</summary>
    /// <param name="cause">null opens it</param>
    public Task Suspend(string id, string? cause, long sequence, CancellationToken stop) =>
        database.Do("update studio.studios set suspended_for = $2, heard = $3 where id = $1 and heard < $3", stop, id, cause, sequence);

    public async Task<Usage> Used(string id, CancellationToken stop) =>
        (
            await database.Rows(
                """
                select (select count(*) from studio.people where studio_id = $1 and role = 'client'),
                       (select count(*) from studio.people where studio_id = $1 and role <> 'client'),
                       (select count(*) from studio.lessons where studio_id = $1 and starts_at >= date_trunc('month', now())),
                       (select count(*) from studio.bookings b join studio.lessons l on l.id = b.lesson_id
                         where l.studio_id = $1 and b.booked_at >= date_trunc('month', now())),
                       (select coalesce(sum(octet_length(content)), 0) from studio.files where studio_id = $1)
                """,
                row => new Usage(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4)),
                stop,
                id
            )
        ).Single();

    public static Studio Read(NpgsqlDataReader row) =>
        new(row.GetString(0), row.GetString(1), row.Text(2), row.GetString(3), row.Instant(4), row.GetFieldValue<DateTimeOffset>(5), row.Text(6));
}
