using OwnerConsole.Data;
using OwnerConsole.Kernel.Applications;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Integrations.Applications;

/// <summary>Dismisses a task that failed or was late, so that it no longer appears under "Needs attention".</summary>
public sealed class DismissTask : Operation<TaskFacts, NoInput>
{
    public override OperationDefinition Definition => new("task.dismiss", "Dismiss task", "dismissed") { RestoredByUndo = "The task needs attention again." };

    public override Task<IReadOnlyList<TaskFacts>> Load(IReadOnlyList<string> ids, NoInput input, UnitOfWork work) => TaskFacts.Load(ids, work);

    public override Refusal? Refuse(TaskFacts task, NoInput input) =>
        task switch
        {
            { NeedsAcknowledgement: false } => new("nothing_to_see", $"{task} has not failed, so there is nothing to dismiss."),
            { IsSeen: true } => new("already_dismissed", $"{task} is already dismissed."),
            _ => null,
        };

    public override Decision Decide(TaskFacts task, NoInput input) => new($"{task} no longer needs attention. Its state remains {task.State}.");

    public override Task Execute(IReadOnlyList<TaskFacts> accepted, NoInput input, UnitOfWork work) =>
        ApplicationTasks.Dismiss([.. accepted.Select(task => (task.Id, task.TenantId))], work);

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<TaskFacts> subjects, string undoneRun, UnitOfWork work) =>
        ApplicationTasks.RestoreDismissed([.. subjects.Select(task => task.Id)], undoneRun, work);
}
