using StudioApp.Data;

namespace StudioApp.Studios;

/// <summary>Creates example people and lessons for new studios. They are marked, so that they can be removed again.</summary>
internal sealed class ExampleData(StudioDatabase database)
{
    private static readonly string[] s_clients = ["Mira Okafor", "Jon Berg", "Lea Santos", "Tariq Aziz", "Nora Lind", "Paul Weber"];
    private static readonly string[] s_lessons = ["Morning Flow", "Strength", "Pilates", "Stretch", "Spin"];

    public Task Fill(string studio, CancellationToken stop) =>
        database.InTransaction(
            async work =>
            {
                await Fill(studio, work);
                return true;
            },
            stop
        );

    /// <summary>Deletes existing example data and creates it again. Other data is not changed.</summary>
    public static async Task Fill(string studio, StudioTransaction work)
    {
        foreach (var table in (string[])["files", "lessons", "people"])
            await work.Execute($"delete from studio.{table} where studio_id = $1 and is_demo", studio);
        var coach = StudioDatabase.NewId("person");
        await work.Execute("insert into studio.people (id, studio_id, role, name, is_demo) values ($1, $2, 'coach', 'Coach Sam', true)", coach, studio);
        var clients = s_clients.Select(_ => StudioDatabase.NewId("person")).ToArray();
        await work.Execute(
            """
            insert into studio.people (id, studio_id, role, name, is_demo)
            select id, $2, 'client', name, true from unnest($1::text[], $3::text[]) as made (id, name)
            """,
            clients,
            studio,
            s_clients
        );
        var lessons = s_lessons.Select(_ => StudioDatabase.NewId("lesson")).ToArray();
        await work.Execute(
            """
            insert into studio.lessons (id, studio_id, coach_id, title, starts_at, minutes, is_demo)
            select id, $2, $3, title, date_trunc('day', now()) + day * interval '1 day' + interval '9 hours', 60, true
              from unnest($1::text[], $4::text[]) with ordinality as made (id, title, day)
            """,
            lessons,
            studio,
            coach,
            s_lessons
        );
        await work.Execute(
            """
            insert into studio.bookings (id, lesson_id, client_id)
            select lesson || '/' || place, lesson, client
              from unnest($1::text[]) as lesson, unnest($2::text[]) with ordinality as booked (client, place) where place % 2 = 0
            """,
            lessons,
            clients
        );
    }
}
