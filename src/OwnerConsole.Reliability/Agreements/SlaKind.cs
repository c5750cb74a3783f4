using System.ComponentModel;

namespace OwnerConsole.Reliability.Agreements;

/// <summary>What an SLA measures.</summary>
public enum SlaKind
{
    /// <summary>Share of the time without an incident that affects the tenant.</summary>
    [Description("Availability")]
    Availability,

    /// <summary>Share of the incidents that affect the tenant and are resolved in time.</summary>
    [Description("Resolution time")]
    ResolutionTime,

    /// <summary>Share of good events of an SLO, which is the same for all tenants.</summary>
    [Description("SLO")]
    Slo,

    /// <summary>Share of the tenant's support tickets that are answered in time.</summary>
    [Description("First reply")]
    FirstReply,

    /// <summary>Share of the tenant's support tickets that are resolved in time.</summary>
    [Description("Ticket resolution")]
    TicketResolution,
}
