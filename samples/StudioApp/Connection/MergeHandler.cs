using System.Text.Json;
using OwnerConsole.Client;
using StudioApp.Data;

namespace StudioApp.Connection;

/// <summary>Merges two people into one, and separates them again.</summary>
internal static class MergeHandler
{
    /// <param name="Into">The person to keep.</param>
    internal sealed record Input(EntityRef Into);

    /// <summary>State of the merged person before the merge: their row, and the rows that referenced it. If both had booked a lesson, one booking is kept.</summary>
    /// <param name="Into">The person who was kept; this record is deleted with them.</param>
    private sealed record MergeRecord(
        string Into,
        JsonElement Person,
        JsonElement Doubled,
        string[] Bookings,
        string[] Visits,
        string[] Files,
        string[] Lessons
    );

    public static Task<TaskResult> Run(OfferedTask task, Input input, CancellationToken stop)
    {
        var (from, into) = (task.Subject.ExternalId!, input.Into.ExternalId);
        return TaskHandlers
            .AppliedTasks(task)
            .ApplyOnce(
                task,
                async work =>
                {
                    await TaskHandlers.EnsureMember(from, task.Tenant, work);
                    await TaskHandlers.EnsureMember(into, task.Tenant, work);
                    var person = await work.Rows("select to_jsonb(p)::text from studio.people p where id = $1", row => row.GetString(0), from);
                    var doubled = await work.Rows(
                        """
                        with gone as (
                          delete from studio.bookings b using studio.bookings o
                           where b.client_id = $1 and o.lesson_id = b.lesson_id and o.client_id = $2 returning b.*)
                        select coalesce(jsonb_agg(to_jsonb(gone)), '[]')::text from gone
                        """,
                        row => row.GetString(0),
                        from,
                        into
                    );
                    var before = new MergeRecord(
                        into,
                        JsonSerializer.Deserialize<JsonElement>(person[0]),
                        JsonSerializer.Deserialize<JsonElement>(doubled[0]),
                        await Hand(work, "bookings", "client_id", from, into),
                        await Hand(work, "visits", "person_id", from, into),
                        await Hand(work, "files", "added_by", from, into),
                        await Hand(work, "lessons", "coach_id", from, into)
                    );
                    await work.Execute("delete from studio.people where id = $1", from);
                    return before;
                },
                (work, before) => Separate(work, before.Deserialize<MergeRecord>()!, from, into), // written above
                stop
            );
    }

    /// <returns>IDs of the rows that now belong to the other person.</returns>
    private static async Task<string[]> Hand(StudioTransaction work, string table, string column, string from, string into) =>
        [.. await work.Rows($"update studio.{table} set {column} = $2 where {column} = $1 returning id", row => row.GetString(0), from, into)];

    /// <summary>Separates the two people. Rows created after the merge stay with the person who was kept.</summary>
    private static async Task Separate(StudioTransaction work, MergeRecord before, string from, string into)
    {
        await work.Execute("insert into studio.people select * from jsonb_populate_record(null::studio.people, $1::jsonb)", before.Person.GetRawText());
        await Give(work, "bookings", "client_id", before.Bookings, from, into);
        await Give(work, "visits", "person_id", before.Visits, from, into);
        await Give(work, "files", "added_by", before.Files, from, into);
        await Give(work, "lessons", "coach_id", before.Lessons, from, into);
        await work.Execute(
            """
            insert into studio.bookings select b.* from jsonb_populate_recordset(null::studio.bookings, $1::jsonb) b
              join studio.lessons l on l.id = b.lesson_id on conflict do nothing
            """,
            before.Doubled.GetRawText()
        );
    }

    private static Task<int> Give(StudioTransaction work, string table, string column, string[] ids, string from, string into) =>
        work.Execute($"update studio.{table} set {column} = $1 where id = any($2) and {column} = $3", from, ids, into);
}
