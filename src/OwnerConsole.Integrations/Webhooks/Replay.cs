using OwnerConsole.Data;

namespace OwnerConsole.Integrations.Webhooks;

/// <summary>A replay of a period to an endpoint, and its progress.</summary>
/// <param name="OpenedBy">Run that requested it.</param>
/// <param name="Events">Event types as requested; empty for all that the endpoint receives.</param>
/// <param name="Found">Number of events when it was requested.</param>
/// <param name="Queued">Number of events that were queued for delivery so far.</param>
/// <param name="QueuedAt">Time of the last chunk; null before the first.</param>
/// <param name="AfterAt">Time of the last log entry that was examined; the start of the period before the first.</param>
/// <param name="AfterId">Id of that entry.</param>
/// <param name="ClosedBy">Run that stopped it; null if none did.</param>
internal sealed record Replay(
    string EndpointId,
    string OpenedBy,
    DateTimeOffset RangeStart,
    DateTimeOffset RangeEnd,
    ReplayScope Scope,
    string[] Events,
    int Found,
    int Queued,
    DateTimeOffset? QueuedAt,
    DateTimeOffset AfterAt,
    long AfterId,
    string? ClosedBy,
    DateTimeOffset? EndedAt
)
{
    /// <returns>The replay; null if there is none.</returns>
    public static Task<Replay?> Find(string endpointId, string runId, UnitOfWork work) =>
        work.One<Replay>($"{Columns} where tenant_id = 'tnt_platform' and endpoint_id = @endpointId and opened_by = @runId", new { endpointId, runId });

    /// <returns>The running replay of each of these endpoints that has one.</returns>
    public static async Task<IReadOnlyDictionary<string, Replay>> FindRunning(IReadOnlyCollection<string> endpoints, UnitOfWork work) =>
        (
            await work.List<Replay>(
                $"{Columns} where tenant_id = 'tnt_platform' and endpoint_id = any(@endpoints) and closed_by is null and ended_at is null",
                new { endpoints }
            )
        ).ToDictionary(replay => replay.EndpointId, StringComparer.Ordinal);

    private const string Columns = """
        select endpoint_id, opened_by, range_start, range_end, scope, events, found, queued, queued_at, after_at, after_id, closed_by, ended_at from webhooks.replays
        """;
}
