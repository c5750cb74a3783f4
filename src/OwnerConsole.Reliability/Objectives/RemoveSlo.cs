using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Reliability.Alerts.Public;

namespace OwnerConsole.Reliability.Objectives;

/// <summary>Removes an SLO. Alert rules that watch it stay, and cause no alerts.</summary>
public sealed class RemoveSlo : Operation<SloFacts, NoInput>
{
    public override OperationDefinition Definition =>
        new("slo.remove", "Remove SLO", "removed")
        {
            Noun = "SLO",
            Group = ActionGroup.Danger,
            RestoredByUndo = "The SLO with its settings and its history.",
        };

    public override async Task<IReadOnlyList<SloFacts>> Load(IReadOnlyList<string> ids, NoInput input, UnitOfWork work)
    {
        var rules = await ObjectiveRule.ListSpeeds(ids, work);
        return [.. (await SloFacts.Load(ids, work)).Select(subject => subject with { Rules = rules[subject.Id].Count() })];
    }

    public override Refusal? Refuse(SloFacts subject, NoInput input) =>
        subject.Slo is null ? new("already_removed", $"{subject} has already been removed.") : null;

    public override Decision Decide(SloFacts subject, NoInput input) =>
        new(
            subject.Rules == 0
                ? Sentence.Say($"{subject} is no longer measured. No active alert rule watches it.")
                : Sentence.Say($"{subject} is no longer measured. {subject.Rules:alert rule} can't fire any more, and alerts that are firing are resolved.")
        );

    public override async Task Execute(IReadOnlyList<SloFacts> accepted, NoInput input, UnitOfWork work) =>
        await Slo.Versions.Close([.. accepted.Select(subject => subject.Id)], work);

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<SloFacts> subjects, string undoneRun, UnitOfWork work)
    {
        var restored = await Slo.Versions.Reopen([.. subjects.Select(subject => subject.Id)], undoneRun, work);
        await SloRows.Resume(restored, work);
        return restored;
    }
}
