using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Reliability.Probes;

/// <summary>Checks a probe now, without waiting for its next turn.</summary>
public sealed class CheckProbe : Operation<ProbeFacts, NoInput>
{
    public override OperationDefinition Definition =>
        new("probe.check", "Check now", "checked")
        {
            DoneSentence = "Check started",
            Group = ActionGroup.Communication,
            RestoredByUndo = "A check that has no result yet is no longer shown as requested.",
            NotRestoredByUndo = "The result of the check.",
        };

    public override Task<IReadOnlyList<ProbeFacts>> Load(IReadOnlyList<string> ids, NoInput input, UnitOfWork work) => ProbeFacts.Load(ids, work);

    public override Refusal? Refuse(ProbeFacts subject, NoInput input) =>
        ProbeFacts.FindRemoved(subject)
        ?? subject switch
        {
            { Probe.IsPaused: true } => new("paused", $"{subject} is paused. Resume it first."),
            { Probe.Kind: ProbeKind.Heartbeat } => new("waits_for_calls", $"{subject} is called by your application, so there is nothing to check."),
            { IsRequested: true } => new("being_checked", $"{subject} is already being checked."),
            _ => null,
        };

    public override Decision Decide(ProbeFacts subject, NoInput input) => new($"{subject} is checked now. Its next check is one interval later.");

    public override async Task Execute(IReadOnlyList<ProbeFacts> accepted, NoInput input, UnitOfWork work)
    {
        var ids = accepted.Select(subject => subject.Id).ToArray();
        await RequestRows.Add(ids, work);
        await ProbeRows.Start(ids, work); // replaces the work item of a check in progress, which can't answer this request
    }

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<ProbeFacts> subjects, string undoneRun, UnitOfWork work)
    {
        var withdrawn = await RequestRows.Remove(undoneRun, work);
        await ProbeRows.Postpone(
            [.. subjects.Select(subject => subject.Probe).OfType<Probe>().Where(probe => !probe.IsPaused && withdrawn.Contains(probe.Id))],
            work
        );
        return withdrawn;
    }
}
