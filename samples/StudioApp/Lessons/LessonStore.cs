using StudioApp.Data;

namespace StudioApp.Lessons;

/// <summary>Stores lessons and bookings.</summary>
internal sealed class LessonStore(StudioDatabase database)
{
    public Task<IReadOnlyList<Lesson>> ListUpcoming(string studio, CancellationToken stop) =>
        database.Rows(
            """
            select l.id, l.title, l.starts_at, l.minutes, l.seats, p.name, (select count(*) from studio.bookings b where b.lesson_id = l.id)
              from studio.lessons l left join studio.people p on p.id = l.coach_id
             where l.studio_id = $1 and l.starts_at > now() - interval '1 day'
             order by l.starts_at, l.id limit 50
            """,
            row => new Lesson(
                row.GetString(0),
                row.GetString(1),
                row.GetFieldValue<DateTimeOffset>(2),
                row.GetInt32(3),
                row.GetInt32(4),
                row.Text(5),
                row.GetInt64(6)
            ),
            stop,
            studio
        );

    public Task Add(string studio, string coach, string title, DateTimeOffset startsAt, int minutes, int seats, CancellationToken stop) =>
        database.Execute(
            """
            insert into studio.lessons (id, studio_id, coach_id, title, starts_at, minutes, seats)
            select $1, $2, id, $4, $5, $6, $7 from studio.people where id = $3 and studio_id = $2 and role <> 'client'
            """,
            stop,
            StudioDatabase.NewId("lesson"),
            studio,
            coach,
            title,
            startsAt.ToUniversalTime(),
            minutes,
            seats
        );

    /// <returns>The booking; null if the lesson is full or the client has already booked it.</returns>
    public Task<Booking?> Book(string studio, string lesson, string client, CancellationToken stop) =>
        database.InTransaction(
            async work =>
            {
                // concurrent bookings wait here, and then count the seats that were taken
                await work.Execute("select from studio.lessons where studio_id = $1 and id = $2 for update", studio, lesson);
                var booked = await work.Rows(
                    """
                    insert into studio.bookings (id, lesson_id, client_id)
                    select $4, lesson.id, person.id from studio.lessons lesson join studio.people person using (studio_id)
                     where lesson.studio_id = $1 and lesson.id = $2 and person.id = $3
                       and lesson.seats > (select count(*) from studio.bookings where lesson_id = lesson.id)
                    on conflict do nothing
                    returning id, (select minutes from studio.lessons where id = $2), booked_at
                    """,
                    row => new Booking(row.GetString(0), client, row.GetInt32(1), row.GetFieldValue<DateTimeOffset>(2)),
                    studio,
                    lesson,
                    client,
                    StudioDatabase.NewId("booking")
                );
                return booked.SingleOrDefault();
            },
            stop
        );
}
