using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Pure.Alerts;

namespace OwnerConsole.Reliability.Alerts;

/// <summary>A stored alert.</summary>
/// <param name="Name">Name of its rule.</param>
/// <param name="IsAcknowledged">Whether a team member is working on it.</param>
/// <param name="HandResolvedAt">When a team member resolved it although its condition was met; null if no one did.</param>
internal sealed record AlertRow(
    string AlertId,
    string RuleId,
    string Fingerprint,
    JsonElement Labels,
    string Name,
    AlertSeverity Severity,
    string Message,
    AlertPhase Phase,
    DateTimeOffset Since,
    DateTimeOffset? FiredAt,
    DateTimeOffset? EndedAt,
    DateTimeOffset? ResolvedAt,
    bool IsAcknowledged,
    DateTimeOffset? HandResolvedAt
)
{
    private const string Columns = """
        select a.alert_id, a.rule_id, a.fingerprint, a.labels, a.name, a.severity, a.message, a.phase, a.since, a.fired_at, a.ended_at, a.resolved_at,
               exists (select from alerts.acknowledgements k where k.tenant_id = a.tenant_id and k.alert_id = a.alert_id and k.closed_by is null) as is_acknowledged,
               (select m.opened_at from alerts.resolutions m where m.tenant_id = a.tenant_id and m.alert_id = a.alert_id and m.closed_by is null) as hand_resolved_at
          from alerts.alerts a
         where a.tenant_id = 'tnt_platform'
        """;

    private const string IsNotResolvedByHand = """
        not exists (select from alerts.resolutions m where m.tenant_id = a.tenant_id and m.alert_id = a.alert_id and m.closed_by is null)
        """;

    public AlertState State => new(Phase, Since, FiredAt, EndedAt, ResolvedAt);

    public LabelSet LabelSet => new(Labels.EnumerateObject().Select(label => KeyValuePair.Create(label.Name, label.Value.GetString() ?? "")));

    /// <summary>Whether it counts as firing.</summary>
    public bool IsFiring => Phase is AlertPhase.Firing && HandResolvedAt is null;

    /// <returns>Pending and firing alerts, the most urgent first, also those that were resolved by hand.</returns>
    public static Task<IReadOnlyList<AlertRow>> ListOpen(UnitOfWork work) => ListUrgent("", null, work);

    /// <returns>Pending and firing alerts, the most urgent first, without those that were resolved by hand.</returns>
    public static Task<IReadOnlyList<AlertRow>> ListUrgent(int limit, UnitOfWork work) => ListUrgent($"and {IsNotResolvedByHand}", limit, work);

    private static Task<IReadOnlyList<AlertRow>> ListUrgent(string condition, int? limit, UnitOfWork work) =>
        work.List<AlertRow>(
            $"""
            {Columns} and a.phase <> 'resolved' {condition}
             order by a.phase = 'firing' desc, array_position(array['critical', 'high', 'medium', 'low'], a.severity), a.since, a.alert_id
             limit @limit
            """,
            new { limit }
        );

    /// <param name="since">Earliest end.</param>
    /// <returns>Alerts that have fired and were resolved since a time, also by hand, newest first.</returns>
    public static Task<IReadOnlyList<AlertRow>> ListResolved(DateTimeOffset since, int limit, UnitOfWork work) =>
        work.List<AlertRow>(
            $"""
            select r.* from ({Columns} and a.fired_at is not null) r
             where coalesce(r.hand_resolved_at, r.resolved_at) >= @since
             order by r.since desc, r.alert_id desc
             limit @limit
            """,
            new { since, limit }
        );

    /// <param name="state">Which alerts.</param>
    /// <param name="cursor">Cursor of the previous page.</param>
    /// <returns>A page, newest first.</returns>
    public static async Task<OwnerConsole.Data.Page<AlertRow>> List(AlertListState state, string? cursor, int limit, UnitOfWork work)
    {
        var (at, id) = cursor is null ? default : Cursor.ReadInstant(cursor);
        var rows = await work.List<AlertRow>(
            $"""
            {Columns} and {(state is AlertListState.Open ? $"a.phase <> 'resolved' and {IsNotResolvedByHand}" : "a.fired_at is not null")}
               {(cursor is null ? "" : "and (a.since, a.alert_id) < (@at, @id)")}
             order by a.since desc, a.alert_id desc
             limit @most
            """,
            new
            {
                at,
                id,
                most = limit + 1,
            }
        );
        return Paging.ToPage(rows, limit, last => Cursor.Of(last.Since, last.AlertId));
    }

    /// <returns>Alerts by ids, whatever their phase.</returns>
    public static Task<IReadOnlyList<AlertRow>> List(IReadOnlyCollection<string> ids, UnitOfWork work) =>
        work.List<AlertRow>($"{Columns} and a.alert_id = any(@ids) order by a.alert_id", new { ids = ids.ToArray() });

    /// <returns>The last alert of each fingerprint, for the text of a notification about resolved ones.</returns>
    public static Task<IReadOnlyList<AlertRow>> ListLast(IReadOnlyCollection<string> fingerprints, UnitOfWork work) =>
        work.List<AlertRow>(
            $"""
            {Columns} and a.alert_id in (
              select distinct on (l.fingerprint) l.alert_id from alerts.alerts l
               where l.tenant_id = 'tnt_platform' and l.fingerprint = any(@fingerprints)
               order by l.fingerprint, l.since desc, l.alert_id desc)
             order by a.since, a.alert_id
            """,
            new { fingerprints = fingerprints.ToArray() }
        );

    /// <summary>Adds alerts and replaces stored ones, in one statement for any number.</summary>
    public static async Task Save(IReadOnlyList<AlertRow> alerts, UnitOfWork work)
    {
        if (alerts.Count > 0)
            await work.Execute(
                """
                insert into alerts.alerts as a (tenant_id, alert_id, rule_id, fingerprint, labels, name, severity, message, phase, since, fired_at, ended_at, resolved_at)
                select 'tnt_platform', n.* from unnest(@ids, @rules, @fingerprints, @labels, @names, @severities, @messages, @phases, @since, @fired, @ended, @resolved) n
                on conflict (tenant_id, alert_id) do update
                   set name = excluded.name, message = excluded.message, phase = excluded.phase, since = excluded.since, fired_at = excluded.fired_at,
                       ended_at = excluded.ended_at, resolved_at = excluded.resolved_at
                """,
                new
                {
                    ids = alerts.Select(alert => alert.AlertId).ToArray(),
                    rules = alerts.Select(alert => alert.RuleId).ToArray(),
                    fingerprints = alerts.Select(alert => alert.Fingerprint).ToArray(),
                    labels = alerts.Select(alert => alert.Labels).ToArray(),
                    names = alerts.Select(alert => alert.Name).ToArray(),
                    severities = alerts.Select(alert => alert.Severity.ToText()).ToArray(),
                    messages = alerts.Select(alert => alert.Message).ToArray(),
                    phases = alerts.Select(alert => alert.Phase.ToText()).ToArray(),
                    since = alerts.Select(alert => alert.Since).ToArray(),
                    fired = alerts.Select(alert => alert.FiredAt).ToArray(),
                    ended = alerts.Select(alert => alert.EndedAt).ToArray(),
                    resolved = alerts.Select(alert => alert.ResolvedAt).ToArray(),
                }
            );
    }

    /// <summary>Deletes pending alerts whose condition ended before they fired.</summary>
    public static async Task Delete(IReadOnlyCollection<string> ids, UnitOfWork work)
    {
        if (ids.Count > 0)
            await work.Execute("delete from alerts.alerts where tenant_id = 'tnt_platform' and alert_id = any(@ids)", new { ids = ids.ToArray() });
    }
}
