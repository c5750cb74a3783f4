using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Reliability.Alerts;

/// <summary>Stops the evaluation of a rule until it is resumed. Its alerts are resolved.</summary>
public sealed class PauseAlertRule : Operation<AlertRuleFacts, NoInput>
{
    public override OperationDefinition Definition =>
        new("alert_rule.pause", "Pause alert rule", "paused")
        {
            Group = ActionGroup.Access,
            IsHarmful = true,
            RestoredByUndo = "The rule is evaluated again.",
        };

    public override Task<IReadOnlyList<AlertRuleFacts>> Load(IReadOnlyList<string> ids, NoInput input, UnitOfWork work) =>
        AlertRuleFacts.LoadWatched(ids, work);

    public override Refusal? Refuse(AlertRuleFacts subject, NoInput input) =>
        AlertRuleFacts.FindRemoved(subject) ?? (subject.Rule is { IsPaused: true } ? new("already_paused", $"{subject} is already paused.") : null);

    public override Decision Decide(AlertRuleFacts subject, NoInput input) =>
        new(
            subject.Composites == 0
                ? Sentence.Say($"{subject} won't cause alerts until it is resumed.")
                : Sentence.Say($"{subject} won't cause alerts until it is resumed. For {subject.Composites:composite rule}, it is not firing until then.")
        );

    public override Task Execute(IReadOnlyList<AlertRuleFacts> accepted, NoInput input, UnitOfWork work) =>
        work.Execute(
            """
            insert into alerts.pauses (tenant_id, rule_id, opened_by, opened_at)
            select 'tnt_platform', id, @run, clock_timestamp() from unnest(@ids) id
            """,
            new { run = work.RunId, ids = accepted.Select(subject => subject.Id).ToArray() }
        );

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<AlertRuleFacts> subjects, string undoneRun, UnitOfWork work) =>
        AlertRule.Pauses.CloseOpenedBy([.. subjects.Select(subject => subject.Id)], undoneRun, work);
}
