using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Lanes;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Words;

namespace OwnerConsole.Kernel.Applications;

/// <summary>Looks after the tasks that are underway: what was not done by its deadline has failed, and what the application has gone silent about is handed over again.</summary>
public sealed class TaskKeeper(Database database, Settling settling, Logbook logbook, TaskPreviews previews) : IWorkKind
{
    private const string Kind = "task.keep";

    private const int AtOnce = 100;

    internal const string Lane = $"every:{Kind}";

    public string Name => Kind;

    public TimeSpan? Every => TimeSpan.FromSeconds(10);

    public async Task<WorkOutcome> Carry(WorkItem item, CancellationToken stop)
    {
        foreach (var task in await Find("t.cancel_at is not null and not t.is_told", stop))
            await Write(task, task.SentAt is null ? Withdraw : AskToStop, stop);
        foreach (var task in await Find("t.deadline <= now()", stop))
            await Write(task, Expire, stop);
        // A task that was taken on and of which nothing is heard may have gone down with its process.
        foreach (var task in await Find("t.state in ('accepted', 'running') and t.heard_at < now() - interval '5 minutes'", stop))
            await Write(task, OfferAgain, stop);
        await previews.Forget(stop);
        return WorkOutcome.Over;
    }

    private Task Withdraw(ApplicationTask task, Work work) =>
        GiveUp(
            task,
            TaskState.Cancelled,
            "stopped",
            Sentence.Say($"It was stopped before the application had it: {TaskAnswers.Op(task)}, {TaskAnswers.About(task)}."),
            work
        );

    private async Task AskToStop(ApplicationTask task, Work work)
    {
        await work.Do("update core.tasks set is_told = true where tenant_id = @TenantId and task_id = @TaskId", new { task.TenantId, task.TaskId });
        Tell(
            task,
            Sentence.Say($"The application is asked to stop: {TaskAnswers.Op(task)}, {TaskAnswers.About(task)}."),
            Tasks.Cancel(task.TaskId, task.Kind),
            work
        );
    }

    private Task Expire(ApplicationTask task, Work work) =>
        GiveUp(
            task,
            TaskState.Expired,
            "no_answer",
            Sentence.Say($"The application gave no answer by {task.Deadline}: {TaskAnswers.Op(task)}, {TaskAnswers.About(task)}."),
            work
        );

    private async Task GiveUp(ApplicationTask task, TaskState state, string code, Sentence sentence, Work work)
    {
        await TaskAnswers.End(task, state, code, null, null, work);
        await settling.Settle(task.RunId, task.SubjectId, "system", sentence, code, work);
    }

    private async Task OfferAgain(ApplicationTask task, Work work)
    {
        await work.Do(
            "update core.tasks set offers = offers + 1, heard_at = now() where tenant_id = @TenantId and task_id = @TaskId",
            new { task.TenantId, task.TaskId }
        );
        Tell(
            task,
            Sentence.Say($"The application has gone silent and is asked again: {TaskAnswers.Op(task)}, {TaskAnswers.About(task)}."),
            Tasks.Offer(task.TaskId),
            work
        );
    }

    private void Tell(ApplicationTask task, Sentence sentence, Message message, Work work) =>
        logbook.Write(
            [
                new LogLine(task.TenantId, "system", "system", "done", sentence)
                {
                    RunId = task.RunId,
                    Operation = task.Kind,
                    Subject = task.SubjectId,
                    Message = message,
                },
            ],
            work
        );

    private async Task<IReadOnlyList<ApplicationTask>> Find(string which, CancellationToken stop)
    {
        await using var reading = await database.Read(stop);
        return await reading.List<ApplicationTask>(
            $"select {ApplicationTask.Columns} from core.tasks t where t.state in ('offered', 'accepted', 'running') and {which} order by t.deadline limit @AtOnce",
            new { AtOnce }
        );
    }

    /// <summary>One at a time, and only while it is as it was found: the application may just be answering.</summary>
    private Task Write(ApplicationTask found, Func<ApplicationTask, Work, Task> with, CancellationToken stop) =>
        Transient.Again(
            async () =>
            {
                await using var work = await database.Write(Door.Intake(Name), [found.TenantId, IdSource.Platform], stop);
                var task = await work.One<ApplicationTask>(
                    $"""
                    select {ApplicationTask.Columns} from core.tasks t
                     where t.tenant_id = @TenantId and t.task_id = @TaskId and t.ended_at is null and t.heard_at is not distinct from @HeardAt
                       for no key update
                    """,
                    new
                    {
                        found.TenantId,
                        found.TaskId,
                        found.HeardAt,
                    }
                );
                if (task is null)
                    return false;
                await with(task, work);
                await work.Commit();
                return true;
            },
            stop
        );
}
