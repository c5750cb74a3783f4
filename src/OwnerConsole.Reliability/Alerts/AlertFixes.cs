using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Ui.Forms;
using OwnerConsole.Ui.Timelines;

namespace OwnerConsole.Reliability.Alerts;

/// <summary>Finds operations that could end an alert: undo what changed before, resume what was stopped, and repeat what failed.</summary>
public sealed class AlertFixes(OperationCatalogue catalogue)
{
    private const int MaxFixes = 10,
        MaxCounted = 20;

    /// <summary>Ends of names of operations that stop something, and of those that start it again.</summary>
    private static readonly (string Stops, string Starts)[] s_opposites = [(".pause", ".resume"), (".disable", ".enable"), (".stop", ".start")];

    /// <summary>Operations by the code of a log entry about a failure. Those without a subject of their own are run on the platform.</summary>
    private static readonly (string Code, string Operation, bool IsOfPlatform)[] s_byCode =
    [
        ("backup_failed", "backup.take", true),
        ("probe_down", "probe.check", false),
        ("probe_degraded", "probe.check", false),
    ];

    /// <summary>Operations by the code of a log entry that is missing.</summary>
    private static readonly (string Code, string Operation)[] s_byMissingCode = [("backup_verified", "backup.take")];

    /// <param name="rule">Rule of the alert; null if it was removed.</param>
    /// <param name="causes">What may have caused the alert, newest first; empty without access to the log.</param>
    /// <returns>At most ten that the caller can run, the most likely first; none once the alert is resolved.</returns>
    internal async Task<IReadOnlyList<AlertFix>> Find(Caller caller, AlertView alert, AlertRule? rule, IReadOnlyList<LogEntry> causes, UnitOfWork work)
    {
        if (alert.ResolvedAt is not null)
            return [];
        var back = AlertPageRoutes.Of(alert.Id);
        var counted = rule?.Kind is AlertRuleKind.LogEvent && caller.CanRead(LogAddress.Permission) ? await ListCounted(rule.Id, work) : [];
        IEnumerable<FoundFix> own =
        [
            .. counted.SelectMany(entry => FindByEntry(entry.Code, entry.Operation, entry.Subject)),
            .. rule?.Kind is AlertRuleKind.Absence ? FindMissing(rule) : [],
        ];
        if (alert.Labels.TryGetValue("probe", out var probe))
            own = own.Append(new("probe.check", probe, AlertFixReason.Failure));
        // A run is undone instead. One that can't be undone may have been undone already, and an undo has stopped nothing.
        var others = causes.Where(cause => cause.Kind is not ("run" or "undo")).SelectMany(cause => FindByEntry(cause.Code, cause.Operation, cause.Subject));
        return
        [
            .. own.Select(found => Create(caller, found, back))
                .OfType<AlertFix>()
                .Concat(FindUndo(caller, causes))
                .Concat(others.Select(found => Create(caller, found, back)).OfType<AlertFix>())
                .DistinctBy(fix => (fix.Operation, fix.SubjectId, fix.UndoneRunId))
                .Take(MaxFixes),
        ];
    }

    /// <returns>Null if the caller can't run it.</returns>
    private AlertFix? Create(Caller caller, FoundFix found, string back) =>
        CanRun(caller, found.Operation)
            ? new(
                catalogue.Title(found.Operation),
                found.Operation,
                found.SubjectId,
                null,
                found.Reason,
                OperationAddress.Of(found.Operation, [found.SubjectId], back)
            )
            : null;

    private IEnumerable<AlertFix> FindUndo(Caller caller, IReadOnlyList<LogEntry> causes) =>
        causes
            .Where(cause => cause is { CanUndo: true, RunId: not null, Operation: not null, Subject: not null } && caller.Can("operation.read"))
            .Where(cause => CanRun(caller, cause.Operation!)) // checked above
            .DistinctBy(cause => cause.RunId, StringComparer.Ordinal)
            .Select(cause => new AlertFix(
                catalogue.Title(cause.Operation!),
                cause.Operation!,
                cause.Subject!,
                cause.RunId,
                AlertFixReason.RecentChange,
                OperationAddress.Of(cause.RunId!)
            ));

    private static IEnumerable<FoundFix> FindMissing(AlertRule rule) =>
        s_byMissingCode
            .Where(missing => rule.Codes.Contains(missing.Code))
            .Select(missing => new FoundFix(missing.Operation, IdGenerator.Platform, AlertFixReason.Failure));

    private static IEnumerable<FoundFix> FindByEntry(string? code, string? operation, string? subject)
    {
        foreach (var (known, fix, isOfPlatform) in s_byCode)
            if (code == known && (isOfPlatform ? IdGenerator.Platform : subject) is { } id)
                yield return new(fix, id, AlertFixReason.Failure);
        foreach (var (stops, starts) in s_opposites)
            if (subject is not null && operation is not null && operation.EndsWith(stops, StringComparison.Ordinal))
                yield return new(operation[..^stops.Length] + starts, subject, AlertFixReason.Stopped);
    }

    /// <summary>Operations of features that this console doesn't have are left out.</summary>
    private bool CanRun(Caller caller, string operation) => catalogue.FindOrDefault(operation) is { } known && caller.Can(known.Definition);

    /// <returns>The last log entries that a rule has counted, newest first.</returns>
    private static Task<IReadOnlyList<CountedEntry>> ListCounted(string ruleId, UnitOfWork work) =>
        work.List<CountedEntry>(
            """
            select l.code, l.operation, l.subject
              from (select e.pos from alerts.rule_events e where e.tenant_id = 'tnt_platform' and e.rule_id = @ruleId order by e.pos desc limit @MaxCounted) counted
              join core.log_order o on o.pos = counted.pos
              join core.log l on l.id = o.id
             order by o.pos desc
            """,
            new { ruleId, MaxCounted }
        );

    private sealed record FoundFix(string Operation, string SubjectId, AlertFixReason Reason);

    private sealed record CountedEntry(string? Code, string? Operation, string? Subject);
}
