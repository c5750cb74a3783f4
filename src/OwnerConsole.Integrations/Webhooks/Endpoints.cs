using OwnerConsole.Data;

namespace OwnerConsole.Integrations.Webhooks;

/// <summary>Reads endpoints, in the order they were added.</summary>
public sealed class Endpoints
{
    /// <param name="mode">Limits the list to live or to demo endpoints; null for both.</param>
    public Task<IReadOnlyList<EndpointRow>> Find(Mode? mode, UnitOfWork work) =>
        work.List<EndpointRow>(
            $"{Columns} where e.closed_by is null and (@mode::text is null or e.mode = @mode) order by e.opened_at, e.endpoint_id limit 500",
            new { mode }
        );

    /// <returns>The endpoint, even if it was removed; null if there is none.</returns>
    public Task<EndpointRow?> Get(string endpointId, UnitOfWork work) =>
        work.One<EndpointRow>($"{Columns} where e.endpoint_id = @endpointId", new { endpointId });

    /// <returns>True when the endpoint exists, removed or not, and the caller can see it.</returns>
    public Task<bool> Exists(string endpointId, Mode? mode, UnitOfWork work) =>
        work.One<bool>(
            "select exists (select 1 from webhooks.endpoints where endpoint_id = @endpointId and (@mode::text is null or mode = @mode))",
            new { endpointId, mode }
        );

    /// <returns>Pending deliveries per endpoint across all tenants; empty for callers limited to some tenants.</returns>
    public async Task<IReadOnlyDictionary<string, Backlog>> Backlogs(IReadOnlyCollection<string> endpoints, UnitOfWork work)
    {
        if (TenantScope.Current is not null)
            return new Dictionary<string, Backlog>();
        var backlogs = await work.List<Backlog>(
            """
            select e.id as endpoint_id, w.count, w.oldest_at, now() - w.oldest_at as age, f.delivery_id as first_delivery, f.retry_at
              from unnest(@endpoints) e(id)
              join lateral (
                select count(*) as count, min(i.requested_at) as oldest_at
                  from (select requested_at from work.items where lane = 'hook:' || e.id order by id limit @limit) i) w on w.count > 0
              left join lateral (
                select i.body ->> 'delivery' as delivery_id, greatest(i.due, l.open_until) as retry_at
                  from (select lane, id, body, due from work.items where lane = 'hook:' || e.id order by id limit @limit) i join work.lanes l using (lane)
                 where l.width > 1 or i.id = (select min(id) from work.items where lane = i.lane)
                 order by i.due, i.id limit 1) f on f.retry_at > now()
            """,
            new { endpoints, limit = Paging.MaxCounted + 1 }
        );
        return backlogs.ToDictionary(backlog => backlog.EndpointId, StringComparer.Ordinal);
    }

    /// <summary>Condition that an endpoint <c>e</c> receives events.</summary>
    internal const string IsActive = """
        e.tenant_id = 'tnt_platform' and e.closed_by is null
        and not exists (select from webhooks.disabled d where d.tenant_id = e.tenant_id and d.endpoint_id = e.endpoint_id and d.closed_by is null)
        """;

    /// <summary>Joins the changed settings of an endpoint <c>e</c>.</summary>
    internal const string Settings = "left join webhooks.settings es on es.tenant_id = e.tenant_id and es.endpoint_id = e.endpoint_id and es.closed_by is null";

    /// <summary>Current value for an endpoint <c>e</c> joined with its <see cref="Settings"/>.</summary>
    internal const string Url = "coalesce(es.url, e.url)";

    /// <inheritdoc cref="Url"/>
    internal const string MaxInFlight = "coalesce(es.max_in_flight, 1)";

    /// <inheritdoc cref="Url"/>
    internal const string Retry = "coalesce(es.retry, 'standard')";

    /// <summary>Custom delays in seconds for an endpoint <c>e</c> joined with its <see cref="Settings"/>; empty for a preset.</summary>
    internal const string RetryDelays = "coalesce(es.retry_delays, array[]::int[])";

    private const string Columns = $"""
        select e.endpoint_id, {Url} as url, {MaxInFlight} as max_in_flight, {Retry} as retry, {RetryDelays} as retry_delays, e.mode, coalesce(f.events, array[]::text[]) as events, d.cause as disabled_for, h.failing_since, h.delivered_at,
               e.opened_at, e.closed_by is not null as is_removed
          from webhooks.endpoints e
          left join webhooks.filters f on f.tenant_id = e.tenant_id and f.endpoint_id = e.endpoint_id and f.closed_by is null
          left join webhooks.disabled d on d.tenant_id = e.tenant_id and d.endpoint_id = e.endpoint_id and d.closed_by is null
          left join webhooks.health h on h.tenant_id = e.tenant_id and h.endpoint_id = e.endpoint_id
          {Settings}
        """;
}

/// <param name="MaxInFlight">Maximum number of concurrent deliveries; 1 keeps strict order.</param>
/// <param name="RetryDelays">Custom delays in seconds; empty for a preset.</param>
/// <param name="Events">Event types the endpoint receives; empty for all.</param>
/// <param name="DisabledFor">Why the endpoint is disabled; null while it is enabled.</param>
/// <param name="FailingSince">Time of the first failure since the last success; null when the endpoint is not failing.</param>
/// <param name="DeliveredAt">Time of the last successful delivery; null before the first.</param>
public sealed record EndpointRow(
    string EndpointId,
    string Url,
    int MaxInFlight,
    RetryPreset Retry,
    int[] RetryDelays,
    Mode Mode,
    string[] Events,
    DisableCause? DisabledFor,
    DateTimeOffset? FailingSince,
    DateTimeOffset? DeliveredAt,
    DateTimeOffset OpenedAt,
    bool IsRemoved
)
{
    public DeliveryOrder Order => MaxInFlight == 1 ? DeliveryOrder.Ordered : DeliveryOrder.Unordered;

    public RetrySchedule Schedule => RetrySchedule.Of(Retry, RetryDelays);
}

/// <summary>Pending deliveries of an endpoint.</summary>
/// <param name="Count">Number of pending deliveries, capped at one more than lists count.</param>
/// <param name="Age">Age of the oldest pending delivery.</param>
/// <param name="FirstDelivery">ID of the delivery that is attempted next; null if it isn't waiting for its next attempt. In an ordered endpoint the others wait for it.</param>
/// <param name="RetryAt">Time of its next attempt.</param>
public sealed record Backlog(string EndpointId, long Count, DateTimeOffset OldestAt, TimeSpan Age, string? FirstDelivery, DateTimeOffset? RetryAt);
