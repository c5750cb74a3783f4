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
    private const string Columns =
        "select s.probe_id, s.state, s.since, s.checked_at, s.called_at, s.latency_ms, s.problem from probes.states s where s.tenant_id = 'tnt_platform'";

    /// <returns>Null before the first check.</returns>
    public static Task<ProbeState?> Find(string id, UnitOfWork work) => work.One<ProbeState>($"{Columns} and s.probe_id = @id", new { id });

    public static async Task<IReadOnlyDictionary<string, ProbeState>> List(IReadOnlyCollection<string> ids, UnitOfWork work) =>
        (await work.List<ProbeState>($"{Columns} and s.probe_id = any(@ids)", new { ids = ids.ToArray() })).ToDictionary(
            state => state.ProbeId,
            StringComparer.Ordinal
        );
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
