using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Integrations.Webhooks;

/// <summary>Changed URLs and delivery orders of endpoints.</summary>
internal static class EndpointSettings
{
    public static async Task Open(IReadOnlyCollection<Row> rows, UnitOfWork work)
    {
        var ids = rows.Select(row => row.EndpointId).ToArray();
        await EndpointRows.Settings.Close(ids, work);
        await work.Execute(
            """
            insert into webhooks.settings (tenant_id, endpoint_id, opened_by, url, max_in_flight, retry, retry_delays, opened_at)
            select 'tnt_platform', c.id, @run, c.url, c.max_in_flight, c.retry, c.retry_delays::int[], clock_timestamp()
              from unnest(@ids, @urls, @inFlight, @retries, @delays) c(id, url, max_in_flight, retry, retry_delays)
            """,
            new
            {
                run = work.RunId,
                ids,
                urls = rows.Select(row => row.Url).ToArray(),
                inFlight = rows.Select(row => row.MaxInFlight).ToArray(),
                retries = rows.Select(row => row.Retry.ToText()).ToArray(),
                delays = rows.Select(row => row.Schedule.Stored).ToArray(),
            }
        );
        await Apply(rows, work);
    }

    /// <summary>Undoes a run's changes and restores the previous settings.</summary>
    /// <returns>The endpoints whose previous settings were restored.</returns>
    public static async Task<IReadOnlyList<string>> Restore(IReadOnlyCollection<string> endpoints, string undoneRun, UnitOfWork work)
    {
        var restored = await EndpointRows.Settings.Undo(endpoints, undoneRun, work);
        await Apply(
            await work.List<Row>(
                $"""
                select e.endpoint_id, {Endpoints.Url} as url, {Endpoints.MaxInFlight} as max_in_flight, {Endpoints.Retry} as retry, {Endpoints.RetryDelays} as retry_delays
                  from webhooks.endpoints e {Endpoints.Settings}
                 where e.tenant_id = 'tnt_platform' and e.endpoint_id = any(@restored)
                """,
                new { restored }
            ),
            work
        );
        return restored;
    }

    /// <summary>Names each endpoint after its host, and sets the concurrency of its lane.</summary>
    private static async Task Apply(IReadOnlyCollection<Row> rows, UnitOfWork work)
    {
        foreach (var row in rows)
            await work.SetName(row.EndpointId, "endpoint", new Uri(row.Url).Host);
        await work.SetConcurrency([.. rows.Select(row => (WebhookFanout.LaneOf(row.EndpointId), row.MaxInFlight))]);
    }

    /// <param name="RetryDelays">Custom delays in seconds; empty for a preset.</param>
    public sealed record Row(string EndpointId, string Url, int MaxInFlight, RetryPreset Retry, int[] RetryDelays)
    {
        public DeliveryOrder Order => MaxInFlight == 1 ? DeliveryOrder.Ordered : DeliveryOrder.Unordered;

        public RetrySchedule Schedule => RetrySchedule.Of(Retry, RetryDelays);

        public bool Equals(Row? other) =>
            other is not null
            && (EndpointId, Url, MaxInFlight, Retry) == (other.EndpointId, other.Url, other.MaxInFlight, other.Retry)
            && RetryDelays.SequenceEqual(other.RetryDelays);

        public override int GetHashCode() => HashCode.Combine(EndpointId, Url, MaxInFlight, Retry);
    }
}
