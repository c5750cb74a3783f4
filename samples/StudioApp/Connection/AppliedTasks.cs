using System.Text.Json;
using OwnerConsole.Client;
using StudioApp.Data;

namespace StudioApp.Connection;

/// <summary>Executes each task once: its changes and a record of it are written in one transaction, so a crash leaves either both or neither.</summary>
internal sealed class AppliedTasks(StudioDatabase database)
{
    /// <param name="change">Makes the change and returns the previous state as JSON; null if nothing needs to be restored.</param>
    /// <param name="restore">Restores the previous state.</param>
    public Task<TaskResult> ApplyOnce(
        OfferedTask task,
        Func<StudioTransaction, Task<object?>> change,
        Func<StudioTransaction, JsonElement, Task> restore,
        CancellationToken stop
    ) =>
        database.InTransaction(
            async work =>
            {
                if (task.IsUndo)
                    await Revert(task, restore, work);
                else if (
                    await work.Execute(
                        "insert into studio.deeds (task_id, kind, subject) values ($1, $2, $3) on conflict do nothing",
                        task.Id,
                        task.Kind,
                        task.Subject.ExternalId
                    ) == 1
                )
                    await work.Execute(
                        "update studio.deeds set before = $2::jsonb where task_id = $1",
                        task.Id,
                        await change(work) is { } before ? JsonSerializer.Serialize(before) : null
                    );
                return new TaskResult();
            },
            stop
        );

    /// <summary>Executes a task that can't be undone.</summary>
    public Task<TaskResult> ApplyOnce(OfferedTask task, Func<StudioTransaction, Task> change, CancellationToken stop) =>
        ApplyOnce(
            task,
            async work =>
            {
                await change(work);
                return null;
            },
            (_, _) => throw new TaskRefusedException("no_way_back", "This can't be undone."),
            stop
        );

    private static async Task Revert(OfferedTask task, Func<StudioTransaction, JsonElement, Task> restore, StudioTransaction work)
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
