using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Integrations.Webhooks;

/// <summary>Reads deliveries and their attempts.</summary>
public sealed class Deliveries
{
    public Task<IReadOnlyList<DeliveryRow>> ListForTenant(string tenantId, int limit, UnitOfWork work) =>
        work.List<DeliveryRow>(
            Rows($"{Columns} where d.tenant_id = @tenantId order by d.created_at desc, d.delivery_id desc limit @limit", default),
            new { tenantId, limit }
        );

    public async Task<Page<DeliveryRow>> Find(DeliveryFilter filter, UnitOfWork work)
    {
        var rows = await work.List<DeliveryRow>($"{Rows(Matching(Columns, filter, "limit @limit + 1"), filter.Order)} limit @limit + 1", filter.Arguments);
        return Paging.ToPage(rows, filter.Limit, last => Cursor.Of(last.CreatedAt, last.DeliveryId));
    }

    /// <returns>Ids of all matches up to the limit, oldest first, so that a replay keeps the original order.</returns>
    public Task<IReadOnlyList<string>> Ids(DeliveryFilter filter, UnitOfWork work)
    {
        var asked = filter with { Order = new(IsOldestFirst: true) };
        return work.List<string>(
            $"select d.delivery_id from ({Matching("select d.delivery_id, d.created_at from webhooks.deliveries d", asked, "limit @limit")}) d {Order(asked.Order)} limit @limit",
            asked.Arguments
        );
    }

    /// <returns>The delivery; null if there is none.</returns>
    public Task<DeliveryRow?> Get(string deliveryId, UnitOfWork work) =>
        work.One<DeliveryRow>(Rows($"{Columns} where d.delivery_id = @deliveryId", default), new { deliveryId });

    /// <returns>The body exactly as it was signed and sent.</returns>
    public async Task<string> Body(string deliveryId, UnitOfWork work) =>
        await work.One<string>("select body from webhooks.deliveries where delivery_id = @deliveryId", new { deliveryId }) ?? "";

    /// <summary>Attempts, oldest first.</summary>
    public Task<IReadOnlyList<AttemptRow>> Attempts(string deliveryId, UnitOfWork work) =>
        work.List<AttemptRow>(
            "select attempt, at, took_ms, status, fault from webhooks.attempts where delivery_id = @deliveryId order by attempt",
            new { deliveryId }
        );

    private static string Matching(string rows, DeliveryFilter filter, string limit)
    {
        var (all, order) = ($"{rows} {filter.Where}", $"{Order(filter.Order)} {limit}");
        return filter.Search is { } sought ? TopNPerValue.Sql(all, order, sought.Any) : $"{all} {order}";
    }

    /// <param name="found">SQL that selects deliveries; the tenant, the endpoint and the last attempt are joined to them.</param>
    private static string Rows(string found, TimeOrder order) =>
        $"""
            select d.delivery_id, d.tenant_id, t.name as tenant_name, d.endpoint_id, {Endpoints.Url} as url, d.event_id, d.event, d.state, d.attempts, d.created_at, d.ended_at, a.status, a.fault
              from ({found}) d
              join webhooks.endpoints e on e.tenant_id = 'tnt_platform' and e.endpoint_id = d.endpoint_id
              {Endpoints.Settings}
              left join core.tenants t on t.tenant_id = d.tenant_id
              left join webhooks.attempts a on a.tenant_id = d.tenant_id and a.delivery_id = d.delivery_id and a.attempt = d.attempts
             {Order(order)}
            """;

    private static string Order(TimeOrder order) => order.By("d.created_at", "d.delivery_id");

    private const string Columns = """
        select d.delivery_id, d.tenant_id, d.endpoint_id, d.event_id, d.event, d.state, d.attempts, d.created_at, d.ended_at from webhooks.deliveries d
        """;
}

/// <param name="TenantName">Name of the tenant; null for a test event, which concerns no tenant.</param>
/// <param name="Status">HTTP status of the last response; null if there was none.</param>
/// <param name="Fault">Why there was no response.</param>
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
    DateTimeOffset CreatedAt,
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
