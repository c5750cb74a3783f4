using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Reliability.WorkItems;

/// <summary>Retries a failed job: it moves to the end of its queue with a full set of attempts.</summary>
public sealed class ReplayWorkItem : Operation<DeadItemFacts, NoInput>
{
    public override OperationDefinition Definition =>
        new("work_item.replay", "Retry job", "retried")
        {
            Noun = "job",
            RestoredByUndo = "Pending jobs are listed as failed again and are not attempted.",
            NotRestoredByUndo = "Jobs that have already run.",
        };

    public override Task<IReadOnlyList<DeadItemFacts>> Load(IReadOnlyList<string> ids, NoInput input, UnitOfWork work) => DeadItemFacts.Load(ids, work);

    public override Refusal? Refuse(DeadItemFacts item, NoInput input) =>
        item.IsOpen ? null : new("already_closed", $"{item} was already retried or discarded.");

    public override Decision Decide(DeadItemFacts item, NoInput input) => new($"{item} will be retried after {item.Attempts:failed attempt}.");

    public override Task Execute(IReadOnlyList<DeadItemFacts> accepted, NoInput input, UnitOfWork work) =>
        DeadItems.Replay([.. accepted.Select(item => item.Id)], work);

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<DeadItemFacts> subjects, string undoneRun, UnitOfWork work) =>
        DeadItems.WithdrawReplayed([.. subjects.Select(item => item.Id)], undoneRun, work);
}
