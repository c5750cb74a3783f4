using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;

namespace OwnerConsole.Reliability.Webhooks;

/// <summary>The addresses that are told, in the order they were added.</summary>
public sealed class Endpoints
{
    /// <param name="population">null for both</param>
    public Task<IReadOnlyList<EndpointRow>> Find(Population? population, Work work) =>
        work.List<EndpointRow>(
            $"{Columns} where e.closed_by is null and (@population::text is null or e.population = @population) order by e.opened_at, e.endpoint_id limit 500",
            new { population }
        );

    /// <returns>null when there is none; one that was removed is still found</returns>
    public Task<EndpointRow?> One(string endpointId, Work work) => work.One<EndpointRow>($"{Columns} where e.endpoint_id = @endpointId", new { endpointId });

    /// <returns>true when there is one that the caller may know of, removed or not</returns>
    public Task<bool> Exists(string endpointId, Population? population, Work work) =>
        work.One<bool>(
            "select exists (select 1 from webhooks.endpoints where endpoint_id = @endpointId and (@population::text is null or population = @population))",
            new { endpointId, population }
        );

    /// <returns>deliveries that wait for each of these endpoints, about whichever tenant; none for those who see some tenants only</returns>
    public async Task<IReadOnlyDictionary<string, Backlog>> Backlogs(IReadOnlyCollection<string> endpoints, Work work)
    {
        if (Bound.Now is not null)
            return new Dictionary<string, Backlog>();
        var backlogs = await work.List<Backlog>(
            """
            select e.id as endpoint_id, w.count, w.oldest_at, now() - w.oldest_at as age
              from unnest(@endpoints) e(id)
              join lateral (
                select count(*) as count, min(i.asked_at) as oldest_at
                  from (select asked_at from work.items where lane = 'hook:' || e.id order by id limit @limit) i) w on w.count > 0
            """,
            new { endpoints, limit = Paging.MostCounted + 1 }
        );
        return backlogs.ToDictionary(backlog => backlog.EndpointId, StringComparer.Ordinal);
    }

    /// <summary>Of an endpoint <c>e</c>: it is told what happens.</summary>
    internal const string IsTold = """
        e.tenant_id = 'tnt_platform' and e.closed_by is null
        and not exists (select from webhooks.disabled d where d.tenant_id = e.tenant_id and d.endpoint_id = e.endpoint_id and d.closed_by is null)
        """;

    /// <summary>Joins the settings of an endpoint <c>e</c> that were changed since it was added.</summary>
    internal const string Settings = "left join webhooks.settings es on es.tenant_id = e.tenant_id and es.endpoint_id = e.endpoint_id and es.closed_by is null";

    /// <summary>Of an endpoint <c>e</c> with its <see cref="Settings"/>.</summary>
    internal const string Url = "coalesce(es.url, e.url)";

    /// <inheritdoc cref="Url"/>
    internal const string MaxInFlight = "coalesce(es.max_in_flight, 1)";

    private const string Columns = $"""
        select e.endpoint_id, {Url} as url, {MaxInFlight} as max_in_flight, e.population, coalesce(f.events, array[]::text[]) as events, d.cause as disabled_for, h.failing_since, h.delivered_at,
               e.opened_at, e.closed_by is not null as is_removed
          from webhooks.endpoints e
          left join webhooks.filters f on f.tenant_id = e.tenant_id and f.endpoint_id = e.endpoint_id and f.closed_by is null
          left join webhooks.disabled d on d.tenant_id = e.tenant_id and d.endpoint_id = e.endpoint_id and d.closed_by is null
          left join webhooks.health h on h.tenant_id = e.tenant_id and h.endpoint_id = e.endpoint_id
          {Settings}
        """;
}

/// <param name="MaxInFlight">deliveries at once; 1 keeps strict order</param>
/// <param name="Events">what it hears; empty for everything</param>
/// <param name="DisabledFor">null while it is told</param>
/// <param name="FailingSince">null when its last answer was a success, or none was asked for</param>
/// <param name="DeliveredAt">when it last accepted a delivery; null before the first</param>
public sealed record EndpointRow(
    string EndpointId,
    string Url,
    int MaxInFlight,
    Population Population,
    string[] Events,
    DisableCause? DisabledFor,
    DateTimeOffset? FailingSince,
    DateTimeOffset? DeliveredAt,
    DateTimeOffset OpenedAt,
    bool IsRemoved
);

/// <summary>Deliveries that wait for an endpoint.</summary>
/// <param name="Count">at most one more than lists count</param>
/// <param name="Age">of the oldest</param>
public sealed record Backlog(string EndpointId, long Count, DateTimeOffset OldestAt, TimeSpan Age);
