using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Lanes;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Reliability.WorkItems;

/// <summary>Retries a failed job: it moves to the end of its queue with a full set of attempts.</summary>
public sealed class ReplayWorkItem : Operation<DeadFacts, ReplayWorkItem.Nothing>
{
    public sealed record Nothing;

    public override Declaration Is =>
        new("work_item.replay", "Retry job", "retried")
        {
            Noun = "job",
            ComesBack = "Pending jobs are listed as failed again and are not attempted.",
            StaysGone = "Jobs that have already run.",
        };

    public override Task<IReadOnlyList<DeadFacts>> Load(IReadOnlyList<string> ids, Nothing input, Work work) => DeadFacts.Load(ids, work);

    public override Refusal? Refuse(DeadFacts item, Nothing input) => item.IsOpen ? null : new("already_closed", $"{item} was already retried or discarded.");

    public override Decision Decide(DeadFacts item, Nothing input) => new($"{item} will be retried after {item.Attempts:failed attempt}.");

    public override Task Execute(IReadOnlyList<DeadFacts> accepted, Nothing input, Work work) => DeadItems.Replay([.. accepted.Select(item => item.Id)], work);

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<DeadFacts> subjects, string undoneRun, Work work) =>
        DeadItems.TakeOut([.. subjects.Select(item => item.Id)], undoneRun, work);
}
