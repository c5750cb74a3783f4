using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Reliability.ServiceMap;

/// <summary>Removes the assignment of tenants to a service. Its failure then counts the tenants that traces have measured.</summary>
public sealed class RemoveServiceUsage : Operation<UsageFacts, NoInput>
{
    public override OperationDefinition Definition =>
        new("service_usage.remove", "Remove assignment", "removed")
        {
            Group = ActionGroup.Danger,
            RestoredByUndo = "The assignment, unless tenants were assigned again or the limit is reached.",
        };

    public override async Task<IReadOnlyList<UsageFacts>> Load(IReadOnlyList<string> ids, NoInput input, UnitOfWork work)
    {
        if (work.IsLocking)
            await DependencyRecord.Lock(work);
        return await work.List<UsageFacts>(
            $"""
            select u.usage_id as id, case when u.closed_by is null then 1 else 2 end as revision, u.closed_by is not null as is_removed
              from service_map.usages u
             where u.tenant_id = 'tnt_platform' and u.usage_id = any(@ids)
             order by u.usage_id
              {work.ForUpdate("u")}
            """,
            new { ids = ids.ToArray() }
        );
    }

    public override Refusal? Refuse(UsageFacts subject, NoInput input) =>
        subject.IsRemoved ? new("already_removed", $"{subject} has already been removed.") : null;

    public override Decision Decide(UsageFacts subject, NoInput input) => new($"The assignment of tenants to {subject} is removed.");

    public override Task Execute(IReadOnlyList<UsageFacts> accepted, NoInput input, UnitOfWork work) =>
        UsageRecord.Rows.Close([.. accepted.Select(subject => subject.Id)], work);

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<UsageFacts> subjects, string undoneRun, UnitOfWork work)
    {
        await DependencyRecord.Lock(work);
        var free = UsageRecord.MaxUsages - (await UsageRecord.List(work)).Count;
        return await UsageRecord.Rows.Reopen([.. subjects.Take(free).Select(subject => subject.Id)], undoneRun, work);
    }
}
