using System.Text;
using OwnerConsole.Client;
using StudioApp.Data;

namespace StudioApp.Connection;

/// <summary>Exports all data of a person: one file with their rows, and each file that they added. It changes nothing, so repeating it is safe.</summary>
internal static class MemberExportHandler
{
    private const string Query = """
        select jsonb_build_object(
                 'person', to_jsonb(p) - 'password',
                 'lessons', (select coalesce(jsonb_agg(to_jsonb(l) order by l.id), '[]') from studio.lessons l where l.coach_id = p.id),
                 'bookings', (select coalesce(jsonb_agg(to_jsonb(b) order by b.id), '[]') from studio.bookings b where b.client_id = p.id),
                 'visits', (select coalesce(jsonb_agg(to_jsonb(v) order by v.id), '[]') from studio.visits v where v.person_id = p.id))::text
          from studio.people p where p.id = $1
        """;

    public static async Task<TaskResult> Run(OfferedTask task, CancellationToken stop)
    {
        var (person, stored) = await task
            .Services.GetRequiredService<StudioDatabase>()
            .InTransaction(
                async work =>
                {
                    await TaskHandlers.EnsureMember(task.Subject.ExternalId, task.Tenant, work);
                    return (
                        await work.Rows(Query, row => row.GetString(0), task.Subject.ExternalId),
                        await work.Rows(
                            "select id, content from studio.files where added_by = $1",
                            row => (Id: row.GetString(0), Content: row.GetFieldValue<byte[]>(1)),
                            task.Subject.ExternalId
                        )
                    );
                },
                stop
            );
        await task.Send("person.json", () => new MemoryStream(Encoding.UTF8.GetBytes(person[0])), stop);
        foreach (var (id, content) in stored)
            await task.Send(id, () => new MemoryStream(content), stop);
        return new();
    }
}
