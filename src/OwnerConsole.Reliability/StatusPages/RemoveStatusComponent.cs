using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Reliability.StatusPages;

/// <summary>Removes a component from the status page. Notices about it stay.</summary>
public sealed class RemoveStatusComponent : Operation<StatusComponentFacts, NoInput>
{
    public const string Name = "status_component.remove";

    public override OperationDefinition Definition =>
        new(Name, "Remove status component", "removed") { Group = ActionGroup.Danger, RestoredByUndo = "The component with its status." };

    public override Task<IReadOnlyList<StatusComponentFacts>> Load(IReadOnlyList<string> ids, NoInput input, UnitOfWork work) =>
        StatusComponentFacts.Load(ids, work);

    public override Refusal? Refuse(StatusComponentFacts subject, NoInput input) =>
        subject.Component is null ? new("already_removed", $"{subject} has already been removed.") : null;

    public override Decision Decide(StatusComponentFacts subject, NoInput input) => new($"{subject} is no longer shown on the status page.");

    public override async Task Execute(IReadOnlyList<StatusComponentFacts> accepted, NoInput input, UnitOfWork work)
    {
        await StatusComponent.Versions.Close([.. accepted.Select(subject => subject.Id)], work);
        work.Notify(StatusSnapshots.Channel);
    }

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<StatusComponentFacts> subjects, string undoneRun, UnitOfWork work)
    {
        work.Notify(StatusSnapshots.Channel);
        return StatusComponent.Versions.Reopen([.. subjects.Select(subject => subject.Id)], undoneRun, work);
    }
}
