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
            NotRestoredByUndo = "The check and its result.",
            RestoredByUndo = "Nothing changes.",
        };

    public override Task<IReadOnlyList<ProbeFacts>> Load(IReadOnlyList<string> ids, NoInput input, UnitOfWork work) => ProbeFacts.Load(ids, work);

    public override Refusal? Refuse(ProbeFacts subject, NoInput input) =>
        ProbeFacts.FindRemoved(subject)
        ?? subject switch
        {
            { Probe.IsPaused: true } => new("paused", $"{subject} is paused. Resume it first."),
            { Probe.Kind: ProbeKind.Heartbeat } => new("waits_for_calls", $"{subject} is called by your application, so there is nothing to check."),
            _ => null,
        };

    public override Decision Decide(ProbeFacts subject, NoInput input) => new($"{subject} is checked now. Its next check is one interval later.");

    public override Task Execute(IReadOnlyList<ProbeFacts> accepted, NoInput input, UnitOfWork work) =>
        work.MakeDue([.. accepted.Select(subject => Probe.LaneOf(subject.Id))]);

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<ProbeFacts> subjects, string undoneRun, UnitOfWork work) =>
        Task.FromResult<IReadOnlyList<string>>([.. subjects.Select(subject => subject.Id)]);
}
