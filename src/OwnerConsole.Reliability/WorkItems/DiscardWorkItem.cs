using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Lanes;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Reliability.WorkItems;

/// <summary>Removes a failed job from the list without retrying it.</summary>
public sealed class DiscardWorkItem : Operation<DeadFacts, DiscardWorkItem.Nothing>
{
    public sealed record Nothing;

    public override Declaration Is => new("work_item.discard", "Discard job", "discarded") { Noun = "job", ComesBack = "The job is listed as failed again." };

    public override Task<IReadOnlyList<DeadFacts>> Load(IReadOnlyList<string> ids, Nothing input, Work work) => DeadFacts.Load(ids, work);

    public override Refusal? Refuse(DeadFacts item, Nothing input) => item.IsOpen ? null : new("already_closed", $"{item} was already retried or discarded.");

    public override Decision Decide(DeadFacts item, Nothing input) => new($"{item} will not be retried.");

    public override Task Execute(IReadOnlyList<DeadFacts> accepted, Nothing input, Work work) => DeadItems.Discard([.. accepted.Select(item => item.Id)], work);

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<DeadFacts> subjects, string undoneRun, Work work) =>
        DeadItems.Reopen([.. subjects.Select(item => item.Id)], undoneRun, work);
}
