using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Reliability.Probes;

/// <summary>State of a probe after its last check.</summary>
/// <param name="Since">When the state was reached; null while it is unknown.</param>
/// <param name="CheckedAt">Null before the first check.</param>
/// <param name="CalledAt">Last call of a heartbeat; null for other kinds.</param>
/// <param name="LatencyMs">Duration of the last check; null if it failed.</param>
/// <param name="Problem">What is wrong according to the last check; null if nothing is.</param>
internal sealed record ProbeState(
    string ProbeId,
    HealthState State,
    DateTimeOffset? Since,
    DateTimeOffset? CheckedAt,
    DateTimeOffset? CalledAt,
    int? LatencyMs,
    string? Problem
)
{
    /// <summary>How late a check can start: an attempt that failed inside the console is repeated after a minute, and checks wait while many targets don't answer.</summary>
    private static readonly TimeSpan s_maxDelay = TimeSpan.FromMinutes(5);

    private const string Columns =
        "select s.probe_id, s.state, s.since, s.checked_at, s.called_at, s.latency_ms, s.problem from probes.states s where s.tenant_id = 'tnt_platform'";

    /// <returns>Null before the first check.</returns>
    public static Task<ProbeState?> Find(string id, UnitOfWork work) => work.One<ProbeState>($"{Columns} and s.probe_id = @id", new { id });

    public static async Task<IReadOnlyDictionary<string, ProbeState>> List(IReadOnlyCollection<string> ids, UnitOfWork work) =>
        (await work.List<ProbeState>($"{Columns} and s.probe_id = any(@ids)", new { ids = ids.ToArray() })).ToDictionary(
            state => state.ProbeId,
            StringComparer.Ordinal
        );

    /// <param name="state">State after the last check; null before the first.</param>
    /// <returns>The state as far as it is known now: unknown if the next check or call is overdue.</returns>
    public static ProbeState Current(Probe probe, ProbeState? state, DateTimeOffset now)
    {
        var last = state ?? new(probe.Id, HealthState.Unknown, null, null, null, null, null);
        return IsOverdue(probe, last, now)
            ? last with
            {
                State = HealthState.Unknown,
                Since = null,
                LatencyMs = null,
                Problem = "The check is overdue, so the state is unknown. Nothing is checked during an emergency stop.",
            }
            : last;
    }

    /// <returns>True also if the first check is overdue.</returns>
    public static bool IsOverdue(Probe probe, ProbeState? state, DateTimeOffset now)
    {
        var since = state?.CheckedAt is { } at && at > probe.EnabledAt ? at : probe.EnabledAt;
        return !probe.IsPaused && now > since + probe.Interval + probe.Timeout + s_maxDelay;
    }
}

/// <summary>A change of the state of a probe.</summary>
/// <param name="Problem">What was wrong; null if nothing was.</param>
public sealed record StateChange(DateTimeOffset ChangedAt, HealthState State, string? Problem)
{
    /// <returns>The last changes, newest first.</returns>
    internal static Task<IReadOnlyList<StateChange>> List(string probeId, int limit, UnitOfWork work) =>
        work.List<StateChange>(
            """
            select changed_at, state, problem from probes.state_changes
             where tenant_id = 'tnt_platform' and probe_id = @probeId order by change_id desc limit @limit
            """,
            new { probeId, limit }
        );
}
