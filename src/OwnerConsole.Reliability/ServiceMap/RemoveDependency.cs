using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Reliability.ServiceMap;

/// <summary>Removes a dependency from the service map.</summary>
public sealed class RemoveDependency : Operation<DependencyFacts, NoInput>
{
    public override OperationDefinition Definition =>
        new("service_dependency.remove", "Remove dependency", "removed")
        {
            Group = ActionGroup.Danger,
            RestoredByUndo = "The dependency, unless it was added again or the limit is reached.",
        };

    public override async Task<IReadOnlyList<DependencyFacts>> Load(IReadOnlyList<string> ids, NoInput input, UnitOfWork work)
    {
        if (work.IsLocking)
            await DependencyRecord.Lock(work);
        return await work.List<DependencyFacts>(
            $"""
            select d.dependency_id as id, case when d.closed_by is null then 1 else 2 end as revision, d.closed_by is not null as is_removed
              from service_map.dependencies d
             where d.tenant_id = 'tnt_platform' and d.dependency_id = any(@ids)
             order by d.dependency_id
              {work.ForUpdate("d")}
            """,
            new { ids = ids.ToArray() }
        );
    }

    public override Refusal? Refuse(DependencyFacts subject, NoInput input) =>
        subject.IsRemoved ? new("already_removed", $"{subject} has already been removed.") : null;

    public override Decision Decide(DependencyFacts subject, NoInput input) => new($"{subject} is removed from the service map.");

    public override Task Execute(IReadOnlyList<DependencyFacts> accepted, NoInput input, UnitOfWork work) =>
        DependencyRecord.Rows.Close([.. accepted.Select(subject => subject.Id)], work);

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<DependencyFacts> subjects, string undoneRun, UnitOfWork work)
    {
        await DependencyRecord.Lock(work);
        var free = DependencyRecord.MaxDependencies - (await DependencyRecord.List(work)).Count;
        return await DependencyRecord.Rows.Reopen([.. subjects.Take(free).Select(subject => subject.Id)], undoneRun, work);
    }
}
