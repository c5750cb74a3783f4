using OwnerConsole.Data;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Pure.Alerts;

namespace OwnerConsole.Reliability.Alerts;

/// <summary>Which alerts a list contains.</summary>
public enum AlertListState
{
    /// <summary>Pending and firing ones.</summary>
    Open,

    /// <summary>All that have fired.</summary>
    Fired,
}

/// <summary>An alert as returned by the API.</summary>
/// <param name="RuleId">Rule that caused it.</param>
/// <param name="Name">Name of the rule.</param>
/// <param name="Severity">How urgent it is.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Phase">pending until its condition was met for long enough, then firing, and at last resolved.</param>
/// <param name="Since">When its condition was first met.</param>
/// <param name="FiredAt">When it fired; null while it is pending.</param>
/// <param name="ResolvedAt">When it was resolved, also by a team member; null before.</param>
/// <param name="IsAcknowledged">Whether a team member is working on it.</param>
/// <param name="Labels">Labels that silences match, by name.</param>
public sealed record AlertView(
    string Id,
    string RuleId,
    string Name,
    AlertSeverity Severity,
    string Message,
    AlertPhase Phase,
    DateTimeOffset Since,
    DateTimeOffset? FiredAt,
    DateTimeOffset? ResolvedAt,
    bool IsAcknowledged,
    IReadOnlyDictionary<string, string> Labels
)
{
    internal static AlertView Of(AlertRow alert) =>
        new(
            alert.AlertId,
            alert.RuleId,
            alert.Name,
            alert.Severity,
            alert.Message,
            alert.HandResolvedAt is null ? alert.Phase : AlertPhase.Resolved,
            alert.Since,
            alert.FiredAt,
            alert.HandResolvedAt ?? alert.ResolvedAt,
            alert.IsAcknowledged,
            alert.LabelSet.Values
        );

    /// <returns>Firing alerts, the most urgent first, and then pending ones. Alerts that were resolved by hand are left out.</returns>
    internal static async Task<IReadOnlyList<AlertView>> ListUrgent(int limit, UnitOfWork work) => [.. (await AlertRow.ListUrgent(limit, work)).Select(Of)];

    internal static async Task<OwnerConsole.Data.Page<AlertView>> List(AlertListState state, string? cursor, int limit, UnitOfWork work)
    {
        var page = await AlertRow.List(state, cursor, limit, work);
        return new([.. page.Data.Select(Of)], page.NextCursor, page.Total);
    }
}

/// <summary>An alert with what happened before and after it fired.</summary>
/// <param name="Alert">The alert.</param>
/// <param name="Notes">Who acknowledged or resolved it, and why, the earliest first.</param>
/// <param name="Notifications">Notifications about it, newest first.</param>
/// <param name="Causes">Changes of settings and other failures in the two hours before, newest first. Empty without access to the audit log.</param>
/// <param name="Fixes">Operations that could end it and that the caller can run, the most likely first. Empty once it is resolved.</param>
public sealed record AlertDetails(
    AlertView Alert,
    IReadOnlyList<AlertNote> Notes,
    IReadOnlyList<AlertHistoryRow> Notifications,
    IReadOnlyList<LogEntryView> Causes,
    IReadOnlyList<AlertFix> Fixes
);

/// <summary>What a team member did about an alert.</summary>
/// <param name="At">When.</param>
/// <param name="Actor">ID of the team member or key.</param>
/// <param name="Action">acknowledged or resolved.</param>
/// <param name="Note">Note for the team; null without one.</param>
public sealed record AlertNote(DateTimeOffset At, string Actor, AlertAction Action, string? Note)
{
    /// <returns>What was done and not undone, the earliest first.</returns>
    internal static Task<IReadOnlyList<AlertNote>> List(string alertId, UnitOfWork work) =>
        work.List<AlertNote>(
            """
            select n.opened_at as at, r.requested_by as actor, n.action, n.note
              from (select k.opened_at, k.opened_by, 'acknowledged' as action, k.note from alerts.acknowledgements k
                     where k.tenant_id = 'tnt_platform' and k.alert_id = @alertId and k.closed_by is null
                    union all
                    select m.opened_at, m.opened_by, 'resolved', m.note from alerts.resolutions m
                     where m.tenant_id = 'tnt_platform' and m.alert_id = @alertId and m.closed_by is null) n
              join core.runs r on r.run_id = n.opened_by
             order by n.opened_at
            """,
            new { alertId }
        );
}

/// <summary>What a team member can do about an alert.</summary>
public enum AlertAction
{
    Acknowledged,
    Resolved,
}
