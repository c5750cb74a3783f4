using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Reliability.WorkItems;

/// <summary>Removes a failed job from the list without retrying it.</summary>
public sealed class DiscardWorkItem : Operation<DeadItemFacts, NoInput>
{
    public override OperationDefinition Definition =>
        new("work_item.discard", "Discard job", "discarded")
        {
            Group = ActionGroup.Danger,
            Noun = "job",
            RestoredByUndo = "The job is listed as failed again.",
        };

    public override Task<IReadOnlyList<DeadItemFacts>> Load(IReadOnlyList<string> ids, NoInput input, UnitOfWork work) => DeadItemFacts.Load(ids, work);

    public override Refusal? Refuse(DeadItemFacts item, NoInput input) =>
        item.IsOpen ? null : new("already_closed", $"{item} was already retried or discarded.");

    public override Decision Decide(DeadItemFacts item, NoInput input) => new($"{item} will not be retried.");

    public override Task Execute(IReadOnlyList<DeadItemFacts> accepted, NoInput input, UnitOfWork work) =>
        DeadItems.Discard([.. accepted.Select(item => item.Id)], work);

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<DeadItemFacts> subjects, string undoneRun, UnitOfWork work) =>
        DeadItems.Reopen([.. subjects.Select(item => item.Id)], undoneRun, work);
}
