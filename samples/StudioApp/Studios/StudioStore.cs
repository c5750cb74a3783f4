using Npgsql;
using StudioApp.Data;

namespace StudioApp.Studios;

/// <summary>Stores studios.</summary>
internal sealed class StudioStore(StudioDatabase database)
{
    public const string Columns = "id, name, contact_email, plan, trial_ends_at, opened_at, suspended_for";

    public async Task<Studio?> Find(string id, CancellationToken stop) =>
        (await database.Rows($"select {Columns} from studio.studios where id = $1", Read, stop, id)).SingleOrDefault();

    /// <returns>ID of the studio, which starts with a 14-day trial.</returns>
    public async Task<string> Open(string name, string contactEmail, CancellationToken stop)
    {
        var id = StudioDatabase.NewId("studio");
        await database.Execute(
            "insert into studio.studios (id, name, contact_email, trial_ends_at) values ($1, $2, $3, now() + interval '14 days')",
            stop,
            id,
            name,
            contactEmail
        );
        return id;
    }

    public Task Remove(string id, CancellationToken stop) => database.Execute("delete from studio.studios where id = $1", stop, id);

    /// <summary>Suspends or reactivates a studio. Events that are older than the last one are ignored.</summary>
    /// <param name="cause">Cause of the suspension; null to reactivate.</param>
    public Task Suspend(string id, string? cause, long sequence, CancellationToken stop) =>
        database.Execute("update studio.studios set suspended_for = $2, heard = $3 where id = $1 and heard < $3", stop, id, cause, sequence);

    public async Task<StudioUsage> ReadUsage(string id, CancellationToken stop) =>
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
                row => new StudioUsage(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4)),
                stop,
                id
            )
        ).Single();

    public static Studio Read(NpgsqlDataReader row) =>
        new(row.GetString(0), row.GetString(1), row.Text(2), row.GetString(3), row.Instant(4), row.GetFieldValue<DateTimeOffset>(5), row.Text(6));
}
