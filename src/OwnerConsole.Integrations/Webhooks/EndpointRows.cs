using OwnerConsole.Data;

namespace OwnerConsole.Integrations.Webhooks;

/// <summary>State of endpoints. Each endpoint has at most one current row per table.</summary>
internal static class EndpointRows
{
    public static readonly StateRows Endpoints = new("webhooks.endpoints", "endpoint_id") { BelongToPlatform = true };
    public static readonly StateRows Settings = new("webhooks.settings", "endpoint_id") { BelongToPlatform = true };
    public static readonly StateRows Filters = new("webhooks.filters", "endpoint_id") { BelongToPlatform = true };
    public static readonly StateRows Secrets = new("webhooks.secrets", "endpoint_id") { BelongToPlatform = true, AlsoReset = "signs_until = null" };
    public static readonly StateRows Replays = new("webhooks.replays", "endpoint_id") { BelongToPlatform = true };
    public static readonly StateRows Contracts = new("webhooks.contracts", "endpoint_id")
    {
        BelongToPlatform = true,
        Conflict = "other.tenant_id = this.tenant_id and other.endpoint_id = this.endpoint_id and other.event = this.event",
    };
    public static readonly StateRows Disabled = new("webhooks.disabled", "endpoint_id")
    {
        BelongToPlatform = true,
        Conflict = "other.tenant_id = this.tenant_id and other.endpoint_id = this.endpoint_id",
    };
}
