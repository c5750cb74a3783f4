using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;

namespace OwnerConsole.Reliability.Webhooks;

/// <summary>What was sent to whom, the newest first.</summary>
public sealed class Deliveries
{
    public Task<IReadOnlyList<DeliveryRow>> OfTenant(string tenantId, int limit, Work work) =>
        work.List<DeliveryRow>($"{Columns} where d.tenant_id = @tenantId order by d.made_at desc, d.delivery_id desc limit @limit", new { tenantId, limit });

    /// <returns>those about tenants that the caller may see</returns>
    public Task<IReadOnlyList<DeliveryRow>> OfEndpoint(string endpointId, Caller caller, int limit, Work work) =>
        work.List<DeliveryRow>(
            $"""
            {Columns}
             where d.endpoint_id = @endpointId
               and (@population::text is null or coalesce(t.population, e.population) = @population) and (@onlyTenant::text is null or d.tenant_id = @onlyTenant)
             order by d.made_at desc, d.delivery_id desc
             limit @limit
            """,
            new
            {
                endpointId,
                population = caller.Population,
                onlyTenant = caller.OnlyTenant,
                limit,
            }
        );

    /// <returns>null when there is none</returns>
    public Task<DeliveryRow?> One(string deliveryId, Work work) => work.One<DeliveryRow>($"{Columns} where d.delivery_id = @deliveryId", new { deliveryId });

    /// <returns>exactly what was signed and sent</returns>
    public async Task<string> Body(string deliveryId, Work work) =>
        await work.One<string>("select body from webhooks.deliveries where delivery_id = @deliveryId", new { deliveryId }) ?? "";

    /// <summary>The first one first.</summary>
    public Task<IReadOnlyList<AttemptRow>> Attempts(string deliveryId, Work work) =>
        work.List<AttemptRow>(
            "select attempt, at, took_ms, status, fault from webhooks.attempts where delivery_id = @deliveryId order by attempt",
            new { deliveryId }
        );

    public Task<IReadOnlyList<DeliveryRow>> Newest(int limit, Work work) =>
        work.List<DeliveryRow>($"{Columns} order by d.made_at desc, d.delivery_id desc limit @limit", new { limit });

    private const string Columns = """
        select d.delivery_id, d.tenant_id, t.name as tenant_name, d.endpoint_id, e.url, d.event_id, d.event, d.state, d.attempts, d.made_at, d.ended_at, a.status, a.fault
          from webhooks.deliveries d
          join webhooks.endpoints e on e.tenant_id = 'tnt_platform' and e.endpoint_id = d.endpoint_id
          left join core.tenants t on t.tenant_id = d.tenant_id
          left join webhooks.attempts a on a.tenant_id = d.tenant_id and a.delivery_id = d.delivery_id and a.attempt = d.attempts
        """;
}

/// <param name="TenantName">null for a test, which is about no tenant</param>
/// <param name="Status">of the last answer; null when none came</param>
/// <param name="Fault">why none came, in words</param>
public sealed record DeliveryRow(
    string DeliveryId,
    string TenantId,
    string? TenantName,
    string EndpointId,
    string Url,
    string EventId,
    string Event,
    DeliveryState State,
    int Attempts,
    DateTimeOffset MadeAt,
    DateTimeOffset? EndedAt,
    int? Status,
    string? Fault
);

public enum DeliveryState
{
    Pending,
    Succeeded,
    Failed,
}
