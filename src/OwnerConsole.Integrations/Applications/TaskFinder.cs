using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Integrations.Applications;

/// <summary>Finds a task by its id.</summary>
public sealed class TaskFinder(TaskList tasks, OperationCatalogue catalogue) : IFinder
{
    public string Kind => "task";

    public string Permission => TaskRoutes.Permission;

    public async Task<IReadOnlyList<SearchHit>> Find(Caller caller, Mode mode, string text, int most, UnitOfWork work) =>
        text.StartsWith("tsk_", StringComparison.Ordinal) && await tasks.Get(caller, text, work) is { } task
            ? [new(task.TaskId, catalogue.Title(task.Kind), "task", TaskRoutes.Of(task.TaskId))]
            : [];
}
