using System.ComponentModel;

namespace OwnerConsole.Integrations.Webhooks;

/// <summary>Whether later events wait for a failed one.</summary>
public enum DeliveryOrder
{
    /// <summary>One delivery at a time. Later events wait until a failed one succeeds or its last attempt has failed.</summary>
    [Description("Ordered: later events wait for a failed one")]
    Ordered,

    /// <summary>Several deliveries at once. A failed one delays no others.</summary>
    [Description("Unordered: a failed event delays no others")]
    Unordered,
}
