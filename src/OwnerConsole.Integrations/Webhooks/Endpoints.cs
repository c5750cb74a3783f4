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
            select e.id as endpoint_id, w.count, w.oldest_at, now() - w.oldest_at as age
              from unnest(@endpoints) e(id)
              join lateral (
                select count(*) as count, min(i.requested_at) as oldest_at
                  from (select requested_at from work.items where lane = 'hook:' || e.id order by id limit @limit) i) w on w.count > 0
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

    private const string Columns = $"""
        select e.endpoint_id, {Url} as url, {MaxInFlight} as max_in_flight, e.mode, coalesce(f.events, array[]::text[]) as events, d.cause as disabled_for, h.failing_since, h.delivered_at,
               e.opened_at, e.closed_by is not null as is_removed
          from webhooks.endpoints e
          left join webhooks.filters f on f.tenant_id = e.tenant_id and f.endpoint_id = e.endpoint_id and f.closed_by is null
          left join webhooks.disabled d on d.tenant_id = e.tenant_id and d.endpoint_id = e.endpoint_id and d.closed_by is null
          left join webhooks.health h on h.tenant_id = e.tenant_id and h.endpoint_id = e.endpoint_id
          {Settings}
        """;
}

/// <param name="MaxInFlight">Maximum number of concurrent deliveries; 1 keeps strict order.</param>
/// <param name="Events">Event types the endpoint receives; empty for all.</param>
/// <param name="DisabledFor">Why the endpoint is disabled; null while it is enabled.</param>
/// <param name="FailingSince">Time of the first failure since the last success; null when the endpoint is not failing.</param>
/// <param name="DeliveredAt">Time of the last successful delivery; null before the first.</param>
public sealed record EndpointRow(
    string EndpointId,
    string Url,
    int MaxInFlight,
    Mode Mode,
    string[] Events,
    DisableCause? DisabledFor,
    DateTimeOffset? FailingSince,
    DateTimeOffset? DeliveredAt,
    DateTimeOffset OpenedAt,
    bool IsRemoved
);

/// <summary>Pending deliveries of an endpoint.</summary>
/// <param name="Count">Number of pending deliveries, capped at one more than lists count.</param>
/// <param name="Age">Age of the oldest pending delivery.</param>
public sealed record Backlog(string EndpointId, long Count, DateTimeOffset OldestAt, TimeSpan Age);
