using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Reliability.Alerts;

/// <summary>Removes a rule. Its alerts are resolved and stay in the history.</summary>
public sealed class RemoveAlertRule : Operation<AlertRuleFacts, NoInput>
{
    public override OperationDefinition Definition =>
        new("alert_rule.remove", "Remove alert rule", "removed") { Group = ActionGroup.Danger, RestoredByUndo = "The rule with its settings." };

    public override Task<IReadOnlyList<AlertRuleFacts>> Load(IReadOnlyList<string> ids, NoInput input, UnitOfWork work) =>
        AlertRuleFacts.LoadWatched(ids, work);

    public override Refusal? Refuse(AlertRuleFacts subject, NoInput input) =>
        subject.Rule is null ? new("already_removed", $"{subject} has already been removed.") : null;

    public override Decision Decide(AlertRuleFacts subject, NoInput input) =>
        new(
            subject.Composites == 0
                ? Sentence.Say($"{subject} causes no more alerts. Its firing alerts are resolved.")
                : Sentence.Say(
                    $"{subject} causes no more alerts. Its firing alerts are resolved. For {subject.Composites:composite rule}, it is not firing from now on."
                )
        );

    public override async Task Execute(IReadOnlyList<AlertRuleFacts> accepted, NoInput input, UnitOfWork work) =>
        await AlertRule.Versions.Close([.. accepted.Select(subject => subject.Id)], work);

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<AlertRuleFacts> subjects, string undoneRun, UnitOfWork work) =>
        AlertRule.Versions.Reopen([.. subjects.Select(subject => subject.Id)], undoneRun, work);
}
