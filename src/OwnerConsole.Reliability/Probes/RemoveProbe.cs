using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Reliability.Probes;

/// <summary>Removes a probe. Its history is kept as long as the removal can be undone.</summary>
public sealed class RemoveProbe : Operation<ProbeFacts, NoInput>
{
    public override OperationDefinition Definition =>
        new("probe.remove", "Remove probe", "removed") { Group = ActionGroup.Danger, RestoredByUndo = "The probe with its settings and its history." };

    public override Task<IReadOnlyList<ProbeFacts>> Load(IReadOnlyList<string> ids, NoInput input, UnitOfWork work) => ProbeFacts.Load(ids, work);

    public override Refusal? Refuse(ProbeFacts subject, NoInput input) =>
        subject.Probe is null ? new("already_removed", $"{subject} has already been removed.") : null;

    public override Decision Decide(ProbeFacts subject, NoInput input) => new($"{subject} is no longer checked. Calls of a heartbeat are refused.");

    public override async Task Execute(IReadOnlyList<ProbeFacts> accepted, NoInput input, UnitOfWork work)
    {
        var ids = accepted.Select(subject => subject.Id).ToArray();
        await Probe.Versions.Close(ids, work);
        await ProbeRows.Stop(ids, work);
    }

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<ProbeFacts> subjects, string undoneRun, UnitOfWork work)
    {
        var restored = await Probe.Versions.Reopen([.. subjects.Select(subject => subject.Id)], undoneRun, work);
        await ProbeRows.Start([.. (await Probe.List(restored, work)).Where(probe => !probe.IsPaused).Select(probe => probe.Id)], work);
        return restored;
    }
}
