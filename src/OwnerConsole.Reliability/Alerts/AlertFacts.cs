using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Pure.Alerts;

namespace OwnerConsole.Reliability.Alerts;

/// <summary>An alert as the subject of an operation.</summary>
/// <param name="IsFiring">False if it is resolved, also by hand.</param>
/// <param name="IsAcknowledged">Whether a team member is working on it.</param>
public sealed record AlertFacts(string Id, long Revision, bool IsFiring, bool IsAcknowledged) : ISubject
{
    internal const string EntityKind = "alert";

    internal static readonly StateRows Acknowledgements =
            new("alerts.acknowledgements", "alert_id")
            {
                BelongToPlatform = true,
                Conflict = "other.tenant_id = this.tenant_id and other.alert_id = this.alert_id",
            },
        Resolutions =
            new("alerts.resolutions", "alert_id") { BelongToPlatform = true, Conflict = "other.tenant_id = this.tenant_id and other.alert_id = this.alert_id" };

    public string TenantId => IdGenerator.Platform;

    public static async Task<IReadOnlyList<AlertFacts>> Load(IReadOnlyList<string> ids, UnitOfWork work)
    {
        await work.List<string>(
            $"select a.alert_id from alerts.alerts a where a.tenant_id = 'tnt_platform' and a.alert_id = any(@ids) order by a.alert_id {work.ForUpdate("a")}",
            new { ids = ids.ToArray() }
        );
        var revisions = (
            await work.List<RevisionRow>(
                """
                select a.alert_id,
                       1 + (a.phase = 'resolved')::int::bigint
                       + (select count(*) + count(k.closed_by) from alerts.acknowledgements k where k.tenant_id = 'tnt_platform' and k.alert_id = a.alert_id)
                       + (select count(*) + count(m.closed_by) from alerts.resolutions m where m.tenant_id = 'tnt_platform' and m.alert_id = a.alert_id) as revision
                  from alerts.alerts a
                 where a.tenant_id = 'tnt_platform' and a.alert_id = any(@ids)
                """,
                new { ids = ids.ToArray() }
            )
        ).ToDictionary(row => row.AlertId, row => row.Revision, StringComparer.Ordinal);
        return
        [
            .. (await AlertRow.List(ids, work))
                .Where(alert => alert.Phase is not AlertPhase.Pending)
                .Select(alert => new AlertFacts(alert.AlertId, revisions[alert.AlertId], alert.IsFiring, alert.IsAcknowledged)),
        ];
    }

    /// <returns>Why nothing can be done with the alert; null if it is firing.</returns>
    internal static Refusal? FindResolved(AlertFacts subject) => subject.IsFiring ? null : new("not_firing", $"{subject} is already resolved.");

    private sealed record RevisionRow(string AlertId, long Revision);
}
