using System.Text.Json;

namespace OwnerConsole.Integrations.Webhooks;

/// <summary>The contract of an endpoint for an event type, as returned by the API.</summary>
/// <param name="EventType">Event type, such as tenant.suspended.</param>
/// <param name="Schema">JSON Schema that the receiver expects of the complete message.</param>
/// <param name="SetAt">When it was stored.</param>
public sealed record ContractView(string EventType, JsonElement Schema, DateTimeOffset SetAt)
{
    internal static ContractView Of(Contract contract) => new(contract.Event, JsonDocument.Parse(contract.Schema).RootElement, contract.OpenedAt);
}
