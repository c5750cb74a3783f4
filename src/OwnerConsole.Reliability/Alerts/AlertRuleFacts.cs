using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Reliability.Alerts;

/// <summary>A rule, or the platform for a new one, as the subject of an operation.</summary>
/// <param name="Rule">Null for a new one and a removed one.</param>
public sealed record AlertRuleFacts(string Id, long Revision, AlertRule? Rule) : ISubject
{
    public string TenantId => IdGenerator.Platform;

    /// <summary>Id of the new rule.</summary>
    public string NewId { get; init; } = "";

    /// <summary>Number of rules, for a new one.</summary>
    public int Count { get; init; }

    /// <summary>How often the input would have fired in the last 30 days; null if that is unknown.</summary>
    public int? PastFirings { get; init; }

    /// <summary>Number of composite rules that watch it; 0 for operations that don't end its alerts.</summary>
    public int Composites { get; init; }

    /// <summary>Why the input can't be saved; null if it can, and for operations without such an input.</summary>
    public Refusal? Problem { get; init; }

    public static async Task<IReadOnlyList<AlertRuleFacts>> Load(IReadOnlyList<string> ids, UnitOfWork work)
    {
        // Locks the current rows, so that a concurrent change is detected as a conflict with the preview.
        foreach (var table in new[] { "rules", "pauses" })
            await work.List<string>(
                $"select r.opened_by from alerts.{table} r where r.tenant_id = 'tnt_platform' and r.rule_id = any(@ids) and r.closed_by is null {work.ForUpdate("r")}",
                new { ids = ids.ToArray() }
            );
        var known = await work.List<RevisionRow>(
            """
            select r.rule_id, count(*) + count(r.closed_by)
                   + (select count(*) + count(s.closed_by) from alerts.pauses s where s.tenant_id = 'tnt_platform' and s.rule_id = r.rule_id) as revision
              from alerts.rules r
             where r.tenant_id = 'tnt_platform' and r.rule_id = any(@ids)
             group by r.rule_id
             order by r.rule_id
            """,
            new { ids = ids.ToArray() }
        );
        var rules = (await AlertRule.List(ids, work)).ToDictionary(rule => rule.Id, StringComparer.Ordinal);
        return [.. known.Select(row => new AlertRuleFacts(row.RuleId, row.Revision, rules.GetValueOrDefault(row.RuleId)))];
    }

    /// <returns>The rules, with the number of composite rules that watch each.</returns>
    internal static async Task<IReadOnlyList<AlertRuleFacts>> LoadWatched(IReadOnlyList<string> ids, UnitOfWork work)
    {
        var watched = (await AlertRule.List(work)).SelectMany(rule => rule.Rules).ToLookup(id => id, StringComparer.Ordinal);
        return [.. (await Load(ids, work)).Select(subject => subject with { Composites = watched[subject.Id].Count() })];
    }

    /// <returns>Why nothing can be done with the rule; null if it exists.</returns>
    internal static Refusal? FindRemoved(AlertRuleFacts subject) => subject.Rule is null ? new("removed", $"{subject} has been removed.") : null;

    private sealed record RevisionRow(string RuleId, long Revision);
}
