using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Integrations.Webhooks;

/// <summary>The facts about an endpoint that its operations check.</summary>
/// <param name="MaxInFlight">Maximum number of concurrent deliveries; 1 keeps strict order.</param>
/// <param name="RetryDelays">Custom delays in seconds; empty for a preset.</param>
/// <param name="Events">Event types the endpoint receives; empty for all.</param>
/// <param name="BothUntil">Time until which the previous secret also signs; null when there is only one secret.</param>
/// <param name="IsTested">True while a test event is pending.</param>
public sealed record EndpointFacts(
    string EndpointId,
    long Revision,
    bool IsOpen,
    bool IsDisabled,
    string Url,
    int MaxInFlight,
    RetryPreset Retry,
    int[] RetryDelays,
    Mode Mode,
    string[] Events,
    DateTimeOffset? BothUntil,
    bool IsTested
) : ISubject
{
    public string Id => EndpointId;

    public string TenantId => IdGenerator.Platform;

    internal EndpointSettings.Row Settings => new(Id, Url, MaxInFlight, Retry, RetryDelays);

    public static Task<IReadOnlyList<EndpointFacts>> Load(IReadOnlyList<string> ids, UnitOfWork work) =>
        work.List<EndpointFacts>(
            $"""
            select e.endpoint_id, e.mode,
                   (e.closed_by is not null)::int
                   + (select count(*) + count(s.closed_by) from webhooks.secrets s where s.tenant_id = e.tenant_id and s.endpoint_id = e.endpoint_id)
                   + (select count(*) + count(c.closed_by) from webhooks.settings c where c.tenant_id = e.tenant_id and c.endpoint_id = e.endpoint_id)
                   + (select count(*) + count(f.closed_by) from webhooks.filters f where f.tenant_id = e.tenant_id and f.endpoint_id = e.endpoint_id)
                   + (select count(*) + count(d.closed_by) from webhooks.disabled d where d.tenant_id = e.tenant_id and d.endpoint_id = e.endpoint_id) as revision,
                   e.closed_by is null as is_open, {Endpoints.Url} as url, {Endpoints.MaxInFlight} as max_in_flight,
                   {Endpoints.Retry} as retry, {Endpoints.RetryDelays} as retry_delays,
                   exists (select from webhooks.disabled d where d.tenant_id = e.tenant_id and d.endpoint_id = e.endpoint_id and d.closed_by is null) as is_disabled,
                   coalesce((select f.events from webhooks.filters f where f.tenant_id = e.tenant_id and f.endpoint_id = e.endpoint_id and f.closed_by is null), array[]::text[]) as events,
                   (select max(s.signs_until) from webhooks.secrets s where s.tenant_id = e.tenant_id and s.endpoint_id = e.endpoint_id and s.signs_until > now()) as both_until,
                   exists (select from webhooks.deliveries d
                            where d.tenant_id = e.tenant_id and d.endpoint_id = e.endpoint_id and d.event = '{TestEndpoint.Event}' and d.state = 'pending') as is_tested
              from webhooks.endpoints e
              {Endpoints.Settings}
             where e.tenant_id = 'tnt_platform' and e.endpoint_id = any(@ids)
             order by e.endpoint_id
             {work.ForUpdate("e")}
            """,
            new { ids }
        );
}
