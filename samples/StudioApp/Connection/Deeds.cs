using System.Text.Json;
using OwnerConsole.Client;
using StudioApp.Data;

namespace StudioApp.Connection;

/// <summary>Carries out each task once: what it changes and that it was done are written together, so a crash leaves all of it or nothing.</summary>
internal sealed class Deeds(Database database)
{
    /// <param name="change">answers what was before, as JSON; null when nothing is to be restored</param>
    /// <param name="restore">gets what was before</param>
    public Task<TaskDone> Once(OfferedTask task, Func<Work, Task<object?>> change, Func<Work, JsonElement, Task> restore, CancellationToken stop) =>
        database.Together(
            async work =>
            {
                if (task.IsUndo)
                    await TakeBack(task, restore, work);
                else if (
                    await work.Do(
                        "insert into studio.deeds (task_id, kind, subject) values ($1, $2, $3) on conflict do nothing",
                        task.Id,
                        task.Kind,
                        task.Subject.ExternalId
                    ) == 1
                )
                    await work.Do(
                        "update studio.deeds set before = $2::jsonb where task_id = $1",
                        task.Id,
                        await change(work) is { } before ? JsonSerializer.Serialize(before) : null
                    );
                return new TaskDone();
            },
            stop
        );

    /// <summary>For what can't be taken back.</summary>
    public Task<TaskDone> Once(OfferedTask task, Func<Work, Task> change, CancellationToken stop) =>
        Once(
            task,
            async work =>
            {
                await change(work);
                return null;
            },
            (_, _) => throw new TaskRefusedException("no_way_back", "This can't be taken back."),
            stop
        );

    private static async Task TakeBack(OfferedTask task, Func<Work, JsonElement, Task> restore, Work work)
    {
        var last = await work.Rows(
            """
            update studio.deeds set undone_by = $1
             where task_id = (select task_id from studio.deeds where kind = $2 and subject = $3 and undone_by is null order by done_at desc limit 1)
               and not exists (select from studio.deeds where undone_by = $1)
            returning before::text
            """,
            row => row.Text(0),
            task.Id,
            task.Kind,
            task.Subject.ExternalId
        );
        if (last is [{ } before])
            await restore(work, JsonSerializer.Deserialize<JsonElement>(before));
    }
}
