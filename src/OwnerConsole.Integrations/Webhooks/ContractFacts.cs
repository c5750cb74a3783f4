using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Integrations.Webhooks;

/// <summary>The facts about an endpoint's contract for one event type.</summary>
/// <param name="Current">The current schema; null if there is none.</param>
public sealed record ContractFacts(EndpointFacts Endpoint, string? Current, long Changes) : ISubject
{
    public string Id => Endpoint.Id;

    public string TenantId => Endpoint.TenantId;

    public long Revision => Endpoint.Revision + Changes;

    public static async Task<IReadOnlyList<ContractFacts>> Load(IReadOnlyList<string> ids, string eventType, UnitOfWork work)
    {
        var endpoints = await EndpointFacts.Load(ids, work);
        var rows = await work.List<Row>(
            """
            select endpoint_id, count(*) + count(closed_by) as changes, max(schema) filter (where closed_by is null and event = @eventType) as current
              from webhooks.contracts
             where tenant_id = 'tnt_platform' and endpoint_id = any(@ids)
             group by endpoint_id
            """,
            new { ids, eventType }
        );
        var known = rows.ToDictionary(row => row.EndpointId, StringComparer.Ordinal);
        return
        [
            .. endpoints.Select(endpoint =>
                known.TryGetValue(endpoint.Id, out var row) ? new ContractFacts(endpoint, row.Current, row.Changes) : new(endpoint, null, 0)
            ),
        ];
    }

    private sealed record Row(string EndpointId, long Changes, string? Current);
}
