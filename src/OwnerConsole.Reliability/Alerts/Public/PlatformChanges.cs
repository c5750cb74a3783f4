using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Reliability.Errors.Public;
using OwnerConsole.Reliability.Probes.Public;
using OwnerConsole.Ui.Timelines;

namespace OwnerConsole.Reliability.Alerts.Public;

/// <summary>Finds what may have caused an alert or an incident: changes of the platform, new releases of the application, and probes that failed.</summary>
public sealed class PlatformChanges(LogQuery log)
{
    private const int MaxCauses = 20;

    /// <summary>Maximum number of releases among the causes. Many at once, which a public key of browsers can report, must not hide the changes.</summary>
    private const int MaxReleases = 5;

    private static readonly TimeSpan s_before = TimeSpan.FromHours(2);

    /// <summary>
    /// Operations that change nothing in the application: reactions to alerts and incidents, and those on messages, requests of persons, lists and posts. Those on
    /// SLOs do cause alerts: a stricter target raises the burn rate.
    /// </summary>
    private static readonly string[] s_unrelated =
    [
        "alert.",
        "alert_rule.",
        "alert_routes.",
        "silence.",
        "incident.",
        "action_item.",
        "broadcast.",
        "duplicate.",
        "error_group.",
        "finding.",
        "invitation.",
        "legal_hold.",
        "note.",
        "privacy_request.",
        "saved_view.",
        "service_dependency.",
        "sla.",
        "status_component.",
        "status_notice.",
        "status_page.",
    ];

    /// <param name="at">Start of the problem.</param>
    /// <param name="probe">ID of the probe that the problem is about, whose failures are no cause; null for none.</param>
    /// <returns>Log entries of the two hours before, newest first; empty without access to the log.</returns>
    public async Task<IReadOnlyList<LogEntry>> FindBefore(Caller caller, DateTimeOffset at, string? probe, UnitOfWork work)
    {
        if (!caller.CanRead(LogAddress.Permission))
            return [];
        var changes = await FindBetween(caller, at - s_before, at, cursor: null, 2 * MaxCauses, work);
        var releases = await FindReleases(caller, at - s_before, at, work);
        IReadOnlyList<LogEntry> deploys =
            releases.Count == 0
                ? []
                : (await log.Find(Window(caller, at - s_before, at) with { Mentions = new(releases, [], false) }, null, MaxReleases, work)).Data;
        var failures = await log.Find(Window(caller, at - s_before, at) with { Kind = LogKind.System, Outcome = LogOutcome.Failed }, null, 2 * MaxCauses, work);
        return
        [
            .. changes
                .Data.Concat(deploys)
                .Concat(failures.Data.Where(entry => ProbeHealth.Codes.Contains(entry.Code) && (probe is null || entry.Subject != probe)))
                .OrderByDescending(entry => entry.At)
                .Take(MaxCauses),
        ];
    }

    /// <param name="to">End, exclusive; null for now.</param>
    /// <param name="cursor">Cursor of a page of the log.</param>
    /// <returns>
    /// A page of the runs that changed the platform, newest first; empty without access to the log. Operations that can't be a cause are left out, so it
    /// can have fewer entries than the limit although another page follows.
    /// </returns>
    public async Task<OwnerConsole.Data.Page<LogEntry>> FindBetween(
        Caller caller,
        DateTimeOffset from,
        DateTimeOffset? to,
        string? cursor,
        int limit,
        UnitOfWork work
    )
    {
        if (!caller.CanRead(LogAddress.Permission))
            return new([], null, null);
        var found = await log.Find(Window(caller, from, to) with { Kind = LogKind.Run, Outcome = LogOutcome.Done }, cursor, limit, work);
        return found with
        {
            Data = [.. found.Data.Where(entry => !s_unrelated.Any(prefix => entry.Operation?.StartsWith(prefix, StringComparison.Ordinal) is true))],
        };
    }

    /// <param name="to">End, exclusive; null for now.</param>
    /// <returns>IDs of the releases of the application that were first reported in the time; empty without access to the log.</returns>
    public async Task<IReadOnlyList<string>> FindReleases(Caller caller, DateTimeOffset from, DateTimeOffset? to, UnitOfWork work) =>
        caller.CanRead(LogAddress.Permission) ? await NewReleases.List(from, to, work) : [];

    private static LogFilter Window(Caller caller, DateTimeOffset from, DateTimeOffset? to) =>
        LogFilter.For(caller) with
        {
            TenantId = IdGenerator.Platform,
            From = from,
            To = to,
        };
}
