using System.Text;
using System.Text.Json;
using Npgsql;
using OwnerConsole.Client;
using StudioApp.Data;
using StudioApp.People;
using StudioApp.Studios;

namespace StudioApp.Connection;

/// <summary>Executes tasks from the console on StudioApp's own data.</summary>
internal static class TaskHandlers
{
    private sealed record RoleInput(string Role, string? Before);

    private sealed record WidenInput(int Seats);

    public static OwnerConsoleHandlers AddTaskHandlers(this OwnerConsoleHandlers console) =>
        console
            .OnTask("tenant.reset_demo_data", ResetDemoData)
            .OnPreview("tenant.reset_demo_data", PreviewReset)
            .OnPreview<WidenInput>(StudioDeclaration.Widen, PreviewWiden)
            .OnTask("tenant.anonymise", Anonymise)
            .OnTask("tenant.export", Export)
            .OnTask("member.anonymise", Forget)
            .OnTask("member.export", MemberExportHandler.Run)
            .OnTask<MergeHandler.Input>("member.merge", MergeHandler.Run)
            .OnTask("member.reset", Reset)
            .OnTask<RoleInput>("member.set_role", SetRole)
            .OnTask<WidenInput>(StudioDeclaration.Widen, Widen);

    /// <summary>Replaces the example data. The studio's name, plan and real data are kept.</summary>
    private static Task<TaskResult> ResetDemoData(OfferedTask task, CancellationToken stop) =>
        AppliedTasks(task).ApplyOnce(task, work => ExampleData.Fill(task.Tenant.ExternalId, work), stop);

    /// <summary>Previews how much example data would be replaced.</summary>
    private static async Task<TaskPreview> PreviewReset(OfferedTask task, CancellationToken stop)
    {
        var (people, lessons, files) = await Count(
            task,
            """
            select (select count(*) from studio.people where studio_id = $1 and is_demo),
                   (select count(*) from studio.lessons where studio_id = $1 and is_demo),
                   (select count(*) from studio.files where studio_id = $1 and is_demo)
            """,
            row => (row.GetInt64(0), row.GetInt64(1), row.GetInt64(2)),
            stop
        );
        return new($"{people + lessons + files} rows of test data are deleted and recreated: {people} people, {lessons} lessons, {files} files.")
        {
            Effects = [new("Test data rows", 0, people + lessons + files)],
        };
    }

    private static async Task<TaskPreview> PreviewWiden(OfferedTask task, WidenInput input, CancellationToken stop)
    {
        var (lessons, seats) = await Count(
            task,
            "select count(*), coalesce(sum(seats), 0) from studio.lessons where studio_id = $1 and starts_at > now() and seats + $2 <= 200",
            row => (row.GetInt64(0), row.GetInt64(1)),
            stop,
            input.Seats
        );
        return new($"{lessons} future lessons get more seats.") { Effects = [new("Seats", seats, seats + (lessons * input.Seats))] };
    }

    private static async Task<T> Count<T>(OfferedTask task, string sql, Func<NpgsqlDataReader, T> read, CancellationToken stop, params object[] others) =>
        (await task.Services.GetRequiredService<StudioDatabase>().Rows(sql, read, stop, [task.Tenant.ExternalId, .. others])).Single();

    /// <summary>Removes all personal data. Lessons, bookings and all numbers are kept.</summary>
    private static Task<TaskResult> Anonymise(OfferedTask task, CancellationToken stop) =>
        AppliedTasks(task)
            .ApplyOnce(
                task,
                async work =>
                {
                    var studio = task.Tenant.ExternalId;
                    await work.Execute("update studio.studios set name = 'Anonymised studio', contact_email = null where id = $1", studio);
                    await work.Execute("update studio.people set name = 'Anonymised ' || role, email = null, password = null where studio_id = $1", studio);
                    await work.Execute(
                        "update studio.files set name = 'anonymised', type = 'application/octet-stream', content = '' where studio_id = $1",
                        studio
                    );
                    await work.Execute(
                        "update studio.deeds set before = null where subject = $1 or subject in (select id from studio.people where studio_id = $1) or before->>'Into' in (select id from studio.people where studio_id = $1)",
                        studio
                    );
                },
                stop
            );

    /// <summary>Exports all data of a studio: one file with its tables, and each uploaded file. It changes nothing, so repeating it is safe.</summary>
    private static async Task<TaskResult> Export(OfferedTask task, CancellationToken stop)
    {
        var (studio, stored) = await task
            .Services.GetRequiredService<StudioDatabase>()
            .InTransaction(
                async work =>
                    (
                        await work.Rows(ExportQuery, row => row.GetString(0), task.Tenant.ExternalId),
                        await work.Rows(
                            "select id, content from studio.files where studio_id = $1",
                            row => (Id: row.GetString(0), Content: row.GetFieldValue<byte[]>(1)),
                            task.Tenant.ExternalId
                        )
                    ),
                stop
            );
        await task.Send("studio.json", () => new MemoryStream(Encoding.UTF8.GetBytes(studio[0])), stop);
        foreach (var (id, content) in stored)
            await task.Send(id, () => new MemoryStream(content), stop);
        return new();
    }

    private const string ExportQuery = """
        select jsonb_build_object(
                 'studio', to_jsonb(s),
                 'people', (select coalesce(jsonb_agg(to_jsonb(p) - 'password' order by p.id), '[]') from studio.people p where p.studio_id = s.id),
                 'lessons', (select coalesce(jsonb_agg(to_jsonb(l) order by l.id), '[]') from studio.lessons l where l.studio_id = s.id),
                 'bookings', (select coalesce(jsonb_agg(to_jsonb(b) order by b.id), '[]') from studio.bookings b join studio.lessons l on l.id = b.lesson_id where l.studio_id = s.id),
                 'visits', (select coalesce(jsonb_agg(to_jsonb(v) order by v.id), '[]') from studio.visits v join studio.people p on p.id = v.person_id where p.studio_id = s.id))::text
          from studio.studios s where s.id = $1
        """;

    /// <summary>Removes the personal data of one person, whose bookings are kept.</summary>
    private static Task<TaskResult> Forget(OfferedTask task, CancellationToken stop) =>
        AppliedTasks(task)
            .ApplyOnce(
                task,
                async work =>
                {
                    var person = task.Subject.ExternalId;
                    await EnsureMember(person, task.Tenant, work);
                    await work.Execute("update studio.people set name = 'Anonymised ' || role, email = null, password = null where id = $1", person);
                    await work.Execute(
                        "update studio.files set name = 'anonymised', type = 'application/octet-stream', content = '' where added_by = $1",
                        person
                    );
                    await work.Execute("update studio.deeds set before = null where subject = $1 or before->>'Into' = $1", person);
                },
                stop
            );

    /// <summary>Resets a person: removes their future bookings and their password. The previous state is stored for an undo.</summary>
    private static Task<TaskResult> Reset(OfferedTask task, CancellationToken stop) =>
        AppliedTasks(task)
            .ApplyOnce(
                task,
                async work =>
                {
                    var person = task.Subject.ExternalId;
                    await EnsureMember(person, task.Tenant, work);
                    var password = await work.Rows("select password from studio.people where id = $1", row => row.Text(0), person);
                    await work.Execute("update studio.people set password = null where id = $1", person);
                    var seats = await work.Rows(
                        """
                        delete from studio.bookings b using studio.lessons l
                         where l.id = b.lesson_id and b.client_id = $1 and l.starts_at > now() returning b.id, b.lesson_id
                        """,
                        row => new Seat(row.GetString(0), row.GetString(1)),
                        person
                    );
                    return new Account(password[0], seats);
                },
                async (work, before) =>
                {
                    var (password, seats) = before.Deserialize<Account>()!; // written above
                    await work.Execute("update studio.people set password = coalesce(password, $2) where id = $1", task.Subject.ExternalId, password);
                    foreach (var seat in seats)
                        await work.Execute(
                            "insert into studio.bookings (id, lesson_id, client_id) select $1, id, $3 from studio.lessons where id = $2 on conflict do nothing",
                            seat.Booking,
                            seat.Lesson,
                            task.Subject.ExternalId
                        );
                },
                stop
            );

    private static Task<TaskResult> SetRole(OfferedTask task, RoleInput input, CancellationToken stop) =>
        AppliedTasks(task)
            .ApplyOnce(
                task,
                async work =>
                {
                    if (input.Role is not (StudioPerson.Owner or StudioPerson.Coach or StudioPerson.Client))
                        throw new TaskRefusedException("unknown_role", "The role must be owner, coach or client.");
                    await EnsureMember(task.Subject.ExternalId, task.Tenant, work);
                    var before = await work.Rows("select role from studio.people where id = $1", row => row.GetString(0), task.Subject.ExternalId);
                    await work.Execute("update studio.people set role = $2 where id = $1", task.Subject.ExternalId, input.Role);
                    return before[0];
                },
                (work, before) => work.Execute("update studio.people set role = $2 where id = $1", task.Subject.ExternalId, before.GetString()),
                stop
            );

    private static Task<TaskResult> Widen(OfferedTask task, WidenInput input, CancellationToken stop) =>
        AppliedTasks(task)
            .ApplyOnce(
                task,
                async work =>
                    await work.Rows(
                        "update studio.lessons set seats = seats + $2 where studio_id = $1 and starts_at > now() and seats + $2 <= 200 returning id",
                        row => row.GetString(0),
                        task.Tenant.ExternalId,
                        input.Seats
                    ),
                (work, before) =>
                    work.Execute("update studio.lessons set seats = greatest(seats - $2, 1) where id = any($1)", before.Deserialize<string[]>(), input.Seats),
                stop
            );

    internal static AppliedTasks AppliedTasks(OfferedTask task) => task.Services.GetRequiredService<AppliedTasks>();

    /// <exception cref="TaskRefusedException">The person does not belong to this studio.</exception>
    internal static async Task EnsureMember(string person, EntityRef studio, StudioTransaction work)
    {
        if (
            (
                await work.Rows("select id from studio.people where id = $1 and studio_id = $2 for update", row => row.GetString(0), person, studio.ExternalId)
            ).Count == 0
        )
            throw new TaskRefusedException("backups_unavailable", "StudioApp has no such person.");
    }

    private sealed record Account(string? Password, IReadOnlyList<Seat> Seats);

    private sealed record Seat(string Booking, string Lesson);
}
