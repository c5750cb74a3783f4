using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;

namespace OwnerConsole.Reliability.Alerts;

/// <summary>Destinations of alerts by severity, times in which nothing is sent, and what follows without acknowledgement.</summary>
/// <param name="Routes">All routes, the most urgent first.</param>
/// <param name="MuteTimes">All mute times, the most urgent first.</param>
/// <param name="Steps">Destinations that are notified without acknowledgement, the most urgent first.</param>
/// <param name="ChangedAt">Null while the default is used.</param>
public sealed record AlertRouteTable(
    IReadOnlyList<AlertRoute> Routes,
    IReadOnlyList<AlertMuteTime> MuteTimes,
    IReadOnlyList<EscalationStep> Steps,
    DateTimeOffset? ChangedAt
)
{
    internal static readonly StateRows Versions = new("alerts.routes", "tenant_id") { Conflict = "other.tenant_id = this.tenant_id" };

    /// <returns>The current routes. By default, everyone who can change them receives emails about high and critical alerts.</returns>
    public static async Task<AlertRouteTable> Find(UnitOfWork work) =>
        await work.One<AlertRouteTable>(
            "select r.routes, r.mute_times, r.steps, r.opened_at as changed_at from alerts.routes r where r.tenant_id = 'tnt_platform' and r.closed_by is null"
        )
        ?? new(
            [
                .. (await CallerLookup.ListWhoCan(ChangeAlertRoutes.Name, work)).SelectMany(person =>
                    new[] { AlertSeverity.Critical, AlertSeverity.High }.Select(severity => new AlertRoute(severity, person))
                ),
            ],
            [],
            [],
            null
        );

    /// <returns>Destinations of alerts with this severity. Without a route, those of its escalation steps, so that its alerts reach someone.</returns>
    internal IReadOnlyList<AlertRoute> Of(AlertSeverity severity)
    {
        var routes = Routes.Where(route => route.Severity == severity).ToList();
        return routes.Count > 0 ? routes : [.. Steps.Where(step => step.Severity == severity).Select(step => step.Route).Distinct()];
    }

    /// <returns>Only the destinations that still exist.</returns>
    internal AlertRouteTable Keep(AlertDestinations existing) =>
        this with
        {
            Routes = [.. Routes.Where(route => existing.Contains(route.Destination))],
            Steps = [.. Steps.Where(step => existing.Contains(step.Destination))],
        };

    /// <param name="zone">Reporting time zone.</param>
    /// <returns>Whether alerts with this severity send nothing at that time.</returns>
    internal bool IsMuted(AlertSeverity severity, DateTimeOffset at, string zone) =>
        MuteTimes.Any(mute => mute.Severity == severity && mute.Compile(zone)?.Contains(at) is true);
}
