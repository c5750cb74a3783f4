using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Reliability.Probes.Public;
using OwnerConsole.Ui.Timelines;

namespace OwnerConsole.Reliability.Alerts;

/// <summary>Finds what may have caused an alert: changes of the platform, and probes that failed before it.</summary>
internal sealed class AlertCauses(LogQuery log)
{
    private const int Limit = 20;

    private static readonly TimeSpan s_before = TimeSpan.FromHours(2);

    /// <summary>Operations on alerts cause no alerts.</summary>
    private static readonly string[] s_alertOperations = ["alert.", "alert_rule.", "alert_routes.", "silence."];

    /// <returns>Log entries of the two hours before the alert, newest first; empty without access to the log.</returns>
    public async Task<IReadOnlyList<LogEntry>> Find(Caller caller, AlertView alert, UnitOfWork work)
    {
        if (!caller.CanRead(LogAddress.Permission))
            return [];
        var window = LogFilter.For(caller) with { TenantId = IdGenerator.Platform, From = alert.Since - s_before, To = alert.Since };
        var changes = await log.Find(window with { Kind = LogKind.Run, Outcome = LogOutcome.Done }, null, 2 * Limit, work);
        var failures = await log.Find(window with { Kind = LogKind.System, Outcome = LogOutcome.Failed }, null, 2 * Limit, work);
        return
        [
            .. changes
                .Data.Where(entry => !s_alertOperations.Any(prefix => entry.Operation?.StartsWith(prefix, StringComparison.Ordinal) is true))
                .Concat(failures.Data.Where(entry => ProbeHealth.Codes.Contains(entry.Code) && entry.Subject != alert.Labels.GetValueOrDefault("probe")))
                .OrderByDescending(entry => entry.At)
                .Take(Limit),
        ];
    }
}
