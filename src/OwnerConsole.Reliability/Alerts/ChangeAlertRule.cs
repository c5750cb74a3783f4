using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Reliability.Alerts;

/// <summary>Changes the settings of a rule. Alerts that the new settings don't cause are resolved.</summary>
public sealed class ChangeAlertRule(AlertRuleCheck check, AlertBacktester backtester) : Operation<AlertRuleFacts, AlertRuleInput>
{
    public const string Name = "alert_rule.change";

    public override AlertRuleInput Example => new(AlertRuleKind.Probe, "Service down", AlertSeverity.Critical);

    public override OperationDefinition Definition =>
        new(Name, "Change alert rule", "changed") { RestoredByUndo = "The previous settings, unless they were changed again." };

    public override async Task<IReadOnlyList<AlertRuleFacts>> Load(IReadOnlyList<string> ids, AlertRuleInput input, UnitOfWork work)
    {
        var problem = await check.FindProblem(input.Normalize(), ids, work);
        var firings = problem is null ? await backtester.CountFirings(input.Normalize(), work) : null;
        return [.. (await AlertRuleFacts.Load(ids, work)).Select(subject => subject with { Problem = problem, PastFirings = firings })];
    }

    public override async Task<IReadOnlyList<(string Name, string? Value)>> FindValues(string subjectId, UnitOfWork work) =>
        await AlertRule.List([subjectId], work) is [var rule] ? AlertRuleInput.Of(rule).Values : [];

    public override bool FieldsDependOnSubject => true;

    public override async Task<IReadOnlyList<InputField>> FindFields(string subjectId, IReadOnlyList<InputField> fields, UnitOfWork work) =>
        await AlertRule.List([subjectId], work) is [var rule]
            ?
            [
                .. fields.Where(field => field.Name == "kind").Select(field => field with { IsGiven = true }),
                .. fields.Where(field => rule.Kind.Fields().Contains(field.Name)),
            ]
            : fields;

    public override Refusal? Refuse(AlertRuleFacts subject, AlertRuleInput input) =>
        AlertRuleFacts.FindRemoved(subject)
        ?? subject.Problem
        ?? (IsSame(subject.Rule!, input.Normalize()) ? new("no_change", $"{subject} already has these settings.") : null); // not null: not removed

    public override Decision Decide(AlertRuleFacts subject, AlertRuleInput input) =>
        new(
            subject.PastFirings is { } firings
                ? Sentence.Say($"{subject} is evaluated with the new settings from now on. They would have fired {firings:time} in the last 30 days.")
                : Sentence.Say($"{subject} is evaluated with the new settings from now on.")
        );

    public override async Task Execute(IReadOnlyList<AlertRuleFacts> accepted, AlertRuleInput input, UnitOfWork work)
    {
        foreach (var subject in accepted) // usually one
            await AlertRuleRows.Open(subject.Id, input.Normalize(), work);
    }

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<AlertRuleFacts> subjects, string undoneRun, UnitOfWork work) =>
        AlertRuleRows.Undo([.. subjects.Select(subject => subject.Id)], undoneRun, work);

    private static bool IsSame(AlertRule rule, AlertRuleInput input) =>
        Json.Text(AlertRuleInput.Of(rule).WithoutNumbers) == Json.Text(input.WithoutNumbers)
        && (rule.Threshold, rule.MinBase, rule.MinDifference) == (input.ThresholdValue, input.MinBaseValue, input.MinDifferenceValue);
}
