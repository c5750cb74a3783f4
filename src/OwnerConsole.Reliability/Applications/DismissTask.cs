using OwnerConsole.Kernel.Applications;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Reliability.Applications;

/// <summary>Takes note of a task that ended other than it should have: nobody is reminded of it any more.</summary>
public sealed class DismissTask : Operation<TaskFacts, DismissTask.Nothing>
{
    public sealed record Nothing;

    public override Declaration Is => new("task.dismiss", "Dismiss task", "dismissed") { ComesBack = "It is among what needs you again." };

    public override Task<IReadOnlyList<TaskFacts>> Load(IReadOnlyList<string> ids, Nothing input, Work work) => TaskFacts.Load(ids, work);

    public override Refusal? Refuse(TaskFacts task, Nothing input) =>
        task switch
        {
            { IsToSee: false } => new("nothing_to_see", $"{task} has not failed: nobody is reminded of it."),
            { IsSeen: true } => new("already_dismissed", $"{task} is dismissed already."),
            _ => null,
        };

    public override Decision Decide(TaskFacts task, Nothing input) => new($"Nobody is reminded of {task} any more. It stays {task.State}.");

    public override Task Execute(IReadOnlyList<TaskFacts> accepted, Nothing input, Work work) =>
        Tasks.See([.. accepted.Select(task => (task.Id, task.TenantId))], work);

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<TaskFacts> subjects, string undoneRun, Work work) =>
        Tasks.Unsee([.. subjects.Select(task => task.Id)], undoneRun, work);
}
