using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Reliability.Probes;

/// <summary>Checks a paused probe again, now and then regularly.</summary>
public sealed class ResumeProbe : Operation<ProbeFacts, NoInput>
{
    public override OperationDefinition Definition =>
        new("probe.resume", "Resume probe", "resumed") { Group = ActionGroup.Access, RestoredByUndo = "The probe is paused again." };

    public override Task<IReadOnlyList<ProbeFacts>> Load(IReadOnlyList<string> ids, NoInput input, UnitOfWork work) => ProbeFacts.Load(ids, work);

    public override Refusal? Refuse(ProbeFacts subject, NoInput input) =>
        ProbeFacts.FindRemoved(subject) ?? (subject.Probe is { IsPaused: false } ? new("not_paused", $"{subject} is not paused.") : null);

    public override Decision Decide(ProbeFacts subject, NoInput input) => new($"{subject} is checked now, and then regularly.");

    public override async Task Execute(IReadOnlyList<ProbeFacts> accepted, NoInput input, UnitOfWork work)
    {
        var ids = accepted.Select(subject => subject.Id).ToArray();
        await Probe.Pauses.Close(ids, work);
        await ProbeRows.Forget(ids, work);
        await ProbeRows.Start(ids, work);
    }

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<ProbeFacts> subjects, string undoneRun, UnitOfWork work)
    {
        var paused = await Probe.Pauses.Reopen([.. subjects.Select(subject => subject.Id)], undoneRun, work);
        await ProbeRows.Stop(paused, work);
        return paused;
    }
}
