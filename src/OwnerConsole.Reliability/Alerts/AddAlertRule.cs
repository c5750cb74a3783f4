using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Reliability.Alerts;

/// <summary>Adds a condition that causes alerts.</summary>
public sealed class AddAlertRule(AlertRuleCheck check, AlertBacktester backtester) : Operation<AlertRuleFacts, AlertRuleInput>
{
    public const string Name = "alert_rule.add";

    public override AlertRuleInput Example => new(AlertRuleKind.Probe, "Service down", AlertSeverity.High);

    public override OperationDefinition Definition =>
        new(Name, "Add alert rule", "added")
        {
            Subject = "platform",
            Noun = "alert rule",
            Synonyms = "alert, alarm, threshold, monitor, notification, on-call, anomaly, spike, drop, composite, CPU, memory, disk, storage, webhook delay",
            RestoredByUndo = "The rule is removed, and its alerts are resolved.",
        };

    /// <summary>Only what the kind needs, when the page sets it.</summary>
    public override IReadOnlyList<InputField> Fields(Func<string, string?> given) =>
        FieldsAfter<AlertRuleKind>("kind", given, kind => kind.Fields(), "codes", "metric", "threshold", "slo_id", "rules", "health_number");

    public override async Task<IReadOnlyList<AlertRuleFacts>> Load(IReadOnlyList<string> ids, AlertRuleInput input, UnitOfWork work)
    {
        if (!ids.Contains(IdGenerator.Platform))
            return [];
        var problem = await check.FindProblem(input.Normalize(), [], work);
        return
        [
            new(IdGenerator.Platform, 1, null)
            {
                NewId = work.NewId(AlertRule.Prefix, IdGenerator.Platform),
                Count = (await AlertRule.List(work)).Count,
                Problem = problem,
                PastFirings = problem is null ? await backtester.CountFirings(input.Normalize(), work) : null,
            },
        ];
    }

    public override Refusal? Refuse(AlertRuleFacts subject, AlertRuleInput input) =>
        subject.Count >= AlertRuleCheck.MaxRules
            ? new("too_many_rules", $"There can be at most {AlertRuleCheck.MaxRules} alert rules. Remove one first.")
            : subject.Problem;

    public override Decision Decide(AlertRuleFacts subject, AlertRuleInput input) =>
        new(
            subject.PastFirings is { } firings
                ? Sentence.Say($"The new rule is evaluated from now on. It would have fired {firings:time} in the last 30 days.")
                : Sentence.Say($"The new rule is evaluated from now on. Its alerts have the severity {input.Severity}.")
        )
        {
            Created = subject.NewId,
        };

    public override Task Execute(IReadOnlyList<AlertRuleFacts> accepted, AlertRuleInput input, UnitOfWork work) =>
        AlertRuleRows.Open(accepted[0].NewId, input.Normalize(), work);

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<AlertRuleFacts> subjects, string undoneRun, UnitOfWork work) =>
        (await AlertRule.Versions.CloseOpenedBy(ids: null, undoneRun, work)).Count > 0 ? [IdGenerator.Platform] : [];
}
