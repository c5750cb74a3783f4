using OwnerConsole.Data;
using OwnerConsole.Pure.Alerts;

namespace OwnerConsole.Reliability.Alerts;

/// <summary>Stored notification state of the alerts of a rule.</summary>
internal sealed record GroupRow(string RuleId, DateTimeOffset? CheckAt, DateTimeOffset? NotifiedAt, IReadOnlyList<string> Notified)
{
    public AlertGroup Group => new(CheckAt, NotifiedAt, Notified);

    /// <returns>Groups with alerts, and those of these rules.</returns>
    public static async Task<Dictionary<string, AlertGroup>> List(IReadOnlyCollection<string> rules, UnitOfWork work) =>
        (
            await work.List<GroupRow>(
                """
                select g.rule_id, g.check_at, g.notified_at, g.notified
                  from alerts.groups g
                 where g.tenant_id = 'tnt_platform' and (g.check_at is not null or g.rule_id = any(@rules))
                """,
                new { rules = rules.ToArray() }
            )
        ).ToDictionary(row => row.RuleId, row => row.Group, StringComparer.Ordinal);

    public static Task Save(string ruleId, AlertGroup group, UnitOfWork work) =>
        work.Execute(
            """
            insert into alerts.groups (tenant_id, rule_id, check_at, notified_at, notified) values ('tnt_platform', @ruleId, @CheckAt, @NotifiedAt, @Notified)
            on conflict (tenant_id, rule_id) do update set check_at = excluded.check_at, notified_at = excluded.notified_at, notified = excluded.notified
            """,
            new
            {
                ruleId,
                group.CheckAt,
                group.NotifiedAt,
                group.Notified,
            }
        );
}
