using OwnerConsole.Data;

namespace OwnerConsole.Integrations.Webhooks;

/// <summary>How fast a replay goes: as many events at once as the endpoint handles in one second, every two seconds, so at half of its rate at most. New events wait for one such chunk at
/// most.</summary>
/// <param name="ChunkSize">Number of events at once.</param>
internal sealed record ReplayPace(int ChunkSize)
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private const int MaxChunk = 200;

    public TimeSpan Estimate(int events) => Interval * Math.Ceiling((double)events / ChunkSize);

    /// <summary>Calculates the pace from the duration of the last attempts; 100 ms before the first.</summary>
    public static async Task<ReplayPace> Find(string endpointId, int maxInFlight, UnitOfWork reading)
    {
        var average = await reading.One<double>(
            """
            select coalesce(avg(a.took_ms), 100)::float8
              from (select tenant_id, delivery_id from webhooks.deliveries where endpoint_id = @endpointId order by created_at desc, delivery_id desc limit 100) d
              join webhooks.attempts a on a.tenant_id = d.tenant_id and a.delivery_id = d.delivery_id
            """,
            new { endpointId }
        );
        return new((int)Math.Clamp(maxInFlight * 1_000 / Math.Max(average, 1), 1, MaxChunk));
    }
}
