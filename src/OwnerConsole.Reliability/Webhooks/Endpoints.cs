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

    /// <summary>Of an endpoint <c>e</c>: it is told what happens.</summary>
    internal const string IsTold = """
        e.tenant_id = 'tnt_platform' and e.closed_by is null
        and not exists (select from webhooks.disabled d where d.tenant_id = e.tenant_id and d.endpoint_id = e.endpoint_id and d.closed_by is null)
        """;

    private const string Columns = """
        select e.endpoint_id, e.url, e.population, coalesce(f.events, '{}') as events, d.cause as disabled_for, h.failing_since,
               e.opened_at, e.closed_by is not null as is_removed
          from webhooks.endpoints e
          left join webhooks.filters f on f.tenant_id = e.tenant_id and f.endpoint_id = e.endpoint_id and f.closed_by is null
          left join webhooks.disabled d on d.tenant_id = e.tenant_id and d.endpoint_id = e.endpoint_id and d.closed_by is null
          left join webhooks.health h on h.tenant_id = e.tenant_id and h.endpoint_id = e.endpoint_id
        """;
}

/// <param name="Events">what it hears; empty for everything</param>
/// <param name="DisabledFor">null while it is told</param>
/// <param name="FailingSince">null when its last answer was a success, or none was asked for</param>
public sealed record EndpointRow(
    string EndpointId,
    string Url,
    Population Population,
    string[] Events,
    DisableCause? DisabledFor,
    DateTimeOffset? FailingSince,
    DateTimeOffset OpenedAt,
    bool IsRemoved
);
