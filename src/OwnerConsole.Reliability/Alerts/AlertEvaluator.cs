using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Pure.Alerts;

namespace OwnerConsole.Reliability.Alerts;

/// <summary>Evaluates all rules, and sends the notifications that are due. Both are committed together, so that a restart loses and repeats nothing.</summary>
public sealed class AlertEvaluator(Database database, GroupNotifier notifier, NumberConditions numbers, LogWriter logbook, IdGenerator ids) : IWorkHandler
{
    public const string Kind = "alerts.evaluate";

    /// <summary>Code of the log entry when an alert fires or is resolved.</summary>
    public const string FiredCode = "alert_fired",
        ResolvedCode = "alert_resolved";

    /// <summary>Log entries make it due earlier.</summary>
    public const string Lane = $"every:{Kind}";

    public string Name => Kind;

    public string Title => "Evaluate alert rules";

    public TimeSpan? Interval => TimeSpan.FromSeconds(5);

    public async Task<WorkOutcome> Execute(WorkItem item, CancellationToken stop)
    {
        await using (var reading = await database.Read(stop))
            if (!await IsNeeded(reading))
                return WorkOutcome.Completed;
        await using var work = await database.Write(WriteOrigin.Intake(Kind), [IdGenerator.Platform], stop);
        await Evaluate(work.Now, work);
        await work.Commit();
        return WorkOutcome.Completed;
    }

    /// <summary>Evaluates all rules at a time, which is not earlier than that of the previous evaluation.</summary>
    /// <param name="work">Can write rows of the platform. The caller commits.</param>
    public async Task Evaluate(DateTimeOffset now, UnitOfWork work)
    {
        await work.Execute("select pg_advisory_xact_lock(hashtextextended('alerts.evaluate', 0))"); // tests and other nodes evaluate too
        var rules = (await AlertRule.List(work)).Where(rule => !rule.IsPaused).ToList();
        var open = (await AlertRow.ListOpen(work)).ToDictionary(alert => alert.Fingerprint, StringComparer.Ordinal);
        var timings = rules.ToDictionary(rule => rule.Id, rule => rule.Timing, StringComparer.Ordinal);
        var levels = AlertComposites.Sort(rules);
        var composites = levels.SelectMany(level => level).Select(rule => rule.Id).ToHashSet(StringComparer.Ordinal);
        AlertInstance[] met =
        [
            .. await AlertConditions.FindMet([.. rules.Where(rule => !composites.Contains(rule.Id))], open.Values, now, work),
            .. await numbers.FindMet([.. rules.Where(rule => rule.Kind is AlertRuleKind.HealthNumber)], open.Values, now, work),
        ];
        var after = Apply(met, [.. open.Values.Where(alert => !composites.Contains(alert.RuleId))], now, timings);
        foreach (var level in levels) // three at most
            after.AddRange(Apply(AlertComposites.FindMet(level, after), [.. open.Values.Where(alert => level.Any(rule => rule.Id == alert.RuleId))], now, timings));
        await AlertRow.Delete([.. after.Where(alert => alert.Phase is AlertPhase.Inactive).Select(alert => alert.AlertId)], work);
        var kept = after.Where(alert => alert.Phase is not AlertPhase.Inactive).ToList();
        await AlertRow.Save([.. kept.Where(alert => !(open.TryGetValue(alert.Fingerprint, out var before) && IsSame(alert, before)))], work);
        var fired = kept.Where(alert => alert.Phase is AlertPhase.Firing && alert.FiredAt == now).ToList();
        if (fired.Count > 0)
            work.SetNames([.. fired.Select(alert => (alert.AlertId, alert.Name))], AlertFacts.EntityKind);
        logbook.Write([.. fired.Select(Fired), .. kept.Where(alert => alert.Phase is AlertPhase.Resolved && alert.ResolvedAt == now).Select(Resolved)], work);
        await notifier.Notify(kept, now, work);
    }

    private static Task<bool> IsNeeded(UnitOfWork reading) =>
        reading.One<bool>(
            """
            select exists (select from alerts.rules where tenant_id = 'tnt_platform' and closed_by is null)
                or exists (select from alerts.alerts where tenant_id = 'tnt_platform' and phase <> 'resolved')
                or exists (select from alerts.groups where tenant_id = 'tnt_platform' and check_at is not null)
            """
        );

    private static LogLine Fired(AlertRow alert) =>
        new(IdGenerator.Platform, "system", "system", "failed", Sentence.Say($"Alert {new EntityReference(alert.AlertId)} is firing."))
        {
            Code = FiredCode,
            Subject = alert.AlertId,
        };

    private static LogLine Resolved(AlertRow alert) =>
        new(IdGenerator.Platform, "system", "system", "done", Sentence.Say($"Alert {new EntityReference(alert.AlertId)} is resolved."))
        {
            Code = ResolvedCode,
            Subject = alert.AlertId,
        };

    /// <returns>Alerts after the evaluation of some rules: those whose condition is met, and the open ones of these rules.</returns>
    private List<AlertRow> Apply(
        IReadOnlyList<AlertInstance> instances,
        IReadOnlyList<AlertRow> open,
        DateTimeOffset now,
        IReadOnlyDictionary<string, AlertTiming> timings
    )
    {
        var met = instances.ToDictionary(instance => instance.Labels.Fingerprint, StringComparer.Ordinal);
        var known = open.Select(alert => alert.Fingerprint).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. met.Values.Where(instance => !known.Contains(instance.Labels.Fingerprint)).Select(instance => Open(instance, now)),
            .. open.Select(alert => Continue(alert, met.GetValueOrDefault(alert.Fingerprint), now, timings)),
        ];
    }

    private AlertRow Open(AlertInstance instance, DateTimeOffset now)
    {
        var state = AlertState.Initial.After(true, now, instance.Rule.Timing);
        return new(
            ids.New("alt"),
            instance.Rule.Id,
            instance.Labels.Fingerprint,
            Json.Element(instance.Labels.Values),
            instance.Rule.Name,
            instance.Rule.Severity,
            instance.Message,
            state.Phase,
            now,
            state.FiredAt,
            null,
            null,
            false,
            null
        );
    }

    /// <summary>Without its rule, which was removed, changed or paused, an alert is resolved at once.</summary>
    private static AlertRow Continue(AlertRow alert, AlertInstance? instance, DateTimeOffset now, IReadOnlyDictionary<string, AlertTiming> timings)
    {
        var state = alert.State.After(instance is not null, now, timings.GetValueOrDefault(alert.RuleId));
        return alert with
        {
            Name = instance?.Rule.Name ?? alert.Name,
            Message = instance?.Message ?? alert.Message,
            Phase = state.Phase,
            Since = state.Since ?? alert.Since,
            FiredAt = state.FiredAt,
            EndedAt = state.EndedAt,
            ResolvedAt = state.ResolvedAt,
        };
    }

    /// <remarks>The labels of a stored alert never change.</remarks>
    private static bool IsSame(AlertRow one, AlertRow other) => one with { Labels = other.Labels } == other;
}
