using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Reliability.Agreements;

/// <summary>Removes an SLA. Results of closed periods stay, and their credits can still be given.</summary>
public sealed class RemoveSla : Operation<SlaFacts, NoInput>
{
    public override OperationDefinition Definition =>
        new("sla.remove", "Remove SLA", "removed")
        {
            Noun = "SLA",
            Group = ActionGroup.Danger,
            RestoredByUndo = "The SLA with its settings. Periods that ended in the meantime are measured.",
        };

    public override Task<IReadOnlyList<SlaFacts>> Load(IReadOnlyList<string> ids, NoInput input, UnitOfWork work) => SlaFacts.Load(ids, work);

    public override Refusal? Refuse(SlaFacts subject, NoInput input) =>
        subject.Sla is null ? new("already_removed", $"{subject} has already been removed.") : null;

    public override Decision Decide(SlaFacts subject, NoInput input) =>
        new($"{subject} is no longer measured. Results of closed periods stay, and their credits can still be given.");

    public override async Task Execute(IReadOnlyList<SlaFacts> accepted, NoInput input, UnitOfWork work) =>
        await Sla.Versions.Close([.. accepted.Select(subject => subject.Id)], work);

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<SlaFacts> subjects, string undoneRun, UnitOfWork work)
    {
        var restored = await Sla.Versions.Reopen([.. subjects.Select(subject => subject.Id)], undoneRun, work);
        await SlaRows.Resume(restored, work);
        return restored;
    }
}
