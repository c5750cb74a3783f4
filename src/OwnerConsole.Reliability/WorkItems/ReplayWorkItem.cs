using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Lanes;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Reliability.WorkItems;

/// <summary>Puts work that failed for the last time at the end of its lane, with all its attempts before it.</summary>
public sealed class ReplayWorkItem : Operation<DeadFacts, ReplayWorkItem.Nothing>
{
    public sealed record Nothing;

    public override Declaration Is =>
        new("work_item.replay", "Replay work item", "replayed")
        {
            ComesBack = "What still waits is dead again, and is not tried any more.",
            StaysGone = "What was carried out meanwhile.",
        };

    public override Task<IReadOnlyList<DeadFacts>> Load(IReadOnlyList<string> ids, Nothing input, Work work) => DeadFacts.Load(ids, work);

    public override Refusal? Refuse(DeadFacts item, Nothing input) => item.IsOpen ? null : new("already_closed", $"{item} was replayed or discarded already.");

    public override Decision Decide(DeadFacts item, Nothing input) => new($"{item} is tried again, after {item.Attempts} attempts that failed.");

    public override Task Execute(IReadOnlyList<DeadFacts> accepted, Nothing input, Work work) => DeadItems.Replay([.. accepted.Select(item => item.Id)], work);

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<DeadFacts> subjects, string undoneRun, Work work) =>
        DeadItems.TakeOut([.. subjects.Select(item => item.Id)], undoneRun, work);
}
