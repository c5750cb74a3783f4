using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Reliability.Alerts;

/// <summary>Evaluates a paused rule again.</summary>
public sealed class ResumeAlertRule : Operation<AlertRuleFacts, NoInput>
{
    public override OperationDefinition Definition =>
        new("alert_rule.resume", "Resume alert rule", "resumed") { Group = ActionGroup.Access, RestoredByUndo = "The rule is paused again." };

    public override Task<IReadOnlyList<AlertRuleFacts>> Load(IReadOnlyList<string> ids, NoInput input, UnitOfWork work) => AlertRuleFacts.Load(ids, work);

    public override Refusal? Refuse(AlertRuleFacts subject, NoInput input) =>
        AlertRuleFacts.FindRemoved(subject) ?? (subject.Rule is { IsPaused: false } ? new("not_paused", $"{subject} is not paused.") : null);

    public override Decision Decide(AlertRuleFacts subject, NoInput input) => new($"{subject} is evaluated again from now on.");

    public override Task Execute(IReadOnlyList<AlertRuleFacts> accepted, NoInput input, UnitOfWork work) =>
        AlertRule.Pauses.Close([.. accepted.Select(subject => subject.Id)], work);

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<AlertRuleFacts> subjects, string undoneRun, UnitOfWork work) =>
        AlertRule.Pauses.Reopen([.. subjects.Select(subject => subject.Id)], undoneRun, work);
}
