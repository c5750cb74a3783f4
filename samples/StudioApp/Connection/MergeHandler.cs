using System.Text.Json;
using OwnerConsole.Client;
using StudioApp.Data;

namespace StudioApp.Connection;

/// <summary>Merges two people into one, and separates them again.</summary>
internal static class MergeHandler
{
    /// <param name="Into">The person to keep.</param>
    /// <param name="Fields">Fields that the person to keep takes from the merged one; null for none.</param>
    internal sealed record Input(EntityRef Into, string[]? Fields = null);

    /// <summary>State of the merged person before the merge: their row, and the rows that referenced it. If both had booked a lesson, one booking is kept.</summary>
    /// <param name="Into">The person who was kept; this record is deleted with them.</param>
    /// <param name="Kept">Their row before the merge; null if they took no field.</param>
    /// <param name="Fields">Fields that they took.</param>
    private sealed record MergeRecord(
        string Into,
        JsonElement Person,
        JsonElement Doubled,
        string[] Bookings,
        string[] Visits,
        string[] Files,
        string[] Lessons,
        JsonElement? Kept = null,
        string[]? Fields = null
    );

    public static Task<TaskResult> Run(OfferedTask task, Input input, CancellationToken stop)
    {
        var (from, into, fields) = (task.Subject.ExternalId!, input.Into.ExternalId, input.Fields ?? []);
        return TaskHandlers
            .AppliedTasks(task)
            .ApplyOnce(
                task,
                async work =>
                {
                    await TaskHandlers.EnsureMember(from, task.Tenant, work);
                    await TaskHandlers.EnsureMember(into, task.Tenant, work);
                    var person = await Row(work, from);
                    JsonElement? kept = fields.Length == 0 ? null : await Row(work, into);
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
                        person,
                        JsonSerializer.Deserialize<JsonElement>(doubled[0]),
                        await Hand(work, "bookings", "client_id", from, into),
                        await Hand(work, "visits", "person_id", from, into),
                        await Hand(work, "files", "added_by", from, into),
                        await Hand(work, "lessons", "coach_id", from, into),
                        kept,
                        fields
                    );
                    await work.Execute("delete from studio.people where id = $1", from);
                    await Copy(work, into, fields, person);
                    return before;
                },
                (work, before) => Separate(work, before.Deserialize<MergeRecord>()!, from, into), // written above
                stop
            );
    }

    private static async Task<JsonElement> Row(StudioTransaction work, string id) =>
        JsonSerializer.Deserialize<JsonElement>(
            (await work.Rows("select to_jsonb(p)::text from studio.people p where id = $1", row => row.GetString(0), id))[0]
        );

    /// <summary>Copies the fields that StudioApp has from a stored row to a person.</summary>
    private static Task<int> Copy(StudioTransaction work, string id, string[] fields, JsonElement stored) =>
        work.Execute(
            """
            update studio.people k
               set name = case when 'name' = any($2) then p.name else k.name end,
                   email = case when 'email' = any($2) then p.email else k.email end,
                   role = case when 'role' = any($2) then p.role else k.role end
              from jsonb_populate_record(null::studio.people, $3::jsonb) p
             where k.id = $1 and $2 && array['name', 'email', 'role']
            """,
            id,
            fields,
            stored.GetRawText()
        );

    /// <returns>IDs of the rows that now belong to the other person.</returns>
    private static async Task<string[]> Hand(StudioTransaction work, string table, string column, string from, string into) =>
        [.. await work.Rows($"update studio.{table} set {column} = $2 where {column} = $1 returning id", row => row.GetString(0), from, into)];

    /// <summary>Separates the two people. Rows created after the merge stay with the person who was kept.</summary>
    private static async Task Separate(StudioTransaction work, MergeRecord before, string from, string into)
    {
        if (before.Kept is { } kept) // first, because both can't have the same email
            await Copy(work, into, before.Fields ?? [], kept);
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
