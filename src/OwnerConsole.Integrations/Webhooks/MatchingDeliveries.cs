using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Integrations.Webhooks;

/// <summary>Selects all deliveries that match a filter.</summary>
public sealed class MatchingDeliveries(Deliveries deliveries) : ISubjectQuery
{
    public string Subject => "webhook_delivery";

    public async Task<IReadOnlyList<string>> Find(Caller caller, Mode within, IReadOnlyDictionary<string, string> query, int most, UnitOfWork work)
    {
        var asked = query.ToQueryCollection([.. DeliveryFilter.ParameterNames, DeliveryFilter.Endpoint]);
        var filter = await DeliveryFilter.Read(asked, caller, work) with { EndpointId = asked.Text(DeliveryFilter.Endpoint), Limit = most };
        return await deliveries.Ids(filter, work);
    }
}
