using System.Text.Json.Nodes;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Kernel.Applications;

/// <summary>Assigns tasks to an application that polls for them because it can't be reached from the console or has just restarted.</summary>
public sealed class TaskClaims(Database database, TaskMessages messages, TaskPreviews previews)
{
    public const int MaxTasks = 100;

    /// <summary>Returns the oldest unassigned tasks and those without a heartbeat for a minute, whose worker is assumed to have died.</summary>
    /// <exception cref="Problem">400 when more tasks are requested than allowed.</exception>
    public async Task<IReadOnlyList<JsonNode>> Claim(Caller caller, Mode mode, int limit, CancellationToken stop)
    {
        if (limit is < 1 or > MaxTasks)
            throw Problem.Invalid("limit", $"must be 1 to {MaxTasks}.");
        var (questions, found) = await ListPending(caller, mode, limit, stop);
        if (found.Count == 0)
            return questions;
        await using var work = await database.Write(
            WriteOrigin.Intake("task.claim"),
            [.. found.Select(task => task.TenantId).Distinct(StringComparer.Ordinal)],
            stop
        );
        if (await EmergencyStop.IsSet(work))
            return questions;
        // Locked and checked again, so that two concurrent callers get different tasks.
        var mine = await work.List<TaskKey>(
            $"""
            with mine as materialized (
              select t.tenant_id, t.task_id from core.tasks t where t.task_id = any(@ids) and {IsClaimable} order by t.task_id for no key update skip locked)
            update core.tasks t
               set state = case when t.state = 'offered' then 'accepted' else t.state end, sent_at = coalesce(t.sent_at, now()),
                   accepted_at = coalesce(t.accepted_at, now()), responded_at = now(), offers = t.offers + case when t.sent_at is null then 0 else 1 end
              from mine
             where t.tenant_id = mine.tenant_id and t.task_id = mine.task_id
            returning t.tenant_id, t.task_id
            """,
            new { ids = found.Select(task => task.TaskId).ToArray() }
        );
        var handed = new List<JsonNode>(questions);
        foreach (var task in mine.OrderBy(task => task.TaskId, StringComparer.Ordinal))
            if (await messages.CreateView(task.TenantId, task.TaskId, work) is { } message)
                handed.Add(message);
        await work.Commit();
        return handed;
    }

    /// <returns>Pending preview requests first, then as many tasks as fit.</returns>
    private async Task<(IReadOnlyList<JsonNode> Questions, IReadOnlyList<TaskKey> Tasks)> ListPending(
        Caller caller,
        Mode mode,
        int limit,
        CancellationToken stop
    )
    {
        var questions = await previews.Claim(caller, mode, limit, stop);
        await using var reading = await database.Read(stop);
        var found = await reading.List<TaskKey>(
            $"""
            select t.tenant_id, t.task_id
              from core.tasks t
             where {IsClaimable} and t.mode = @mode and (@OnlyTenant::text is null or t.tenant_id = @OnlyTenant)
             order by t.offered_at, t.task_id
             limit @limit
            """,
            new
            {
                mode,
                caller.OnlyTenant,
                limit = limit - questions.Count,
            }
        );
        return (questions, found);
    }

    private const string IsClaimable = "(t.state = 'offered' or t.state in ('accepted', 'running') and t.responded_at < now() - interval '1 minute')";

    private sealed record TaskKey(string TenantId, string TaskId);
}
