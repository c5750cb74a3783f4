using System.ComponentModel;

namespace OwnerConsole.Pure.Agreements;

/// <summary>Whether an SLA is met in a period.</summary>
public enum SlaState
{
    /// <summary>The actual share is at least the target, or what may fail in the period is not nearly used up.</summary>
    [Description("Met")]
    Met,

    /// <summary>The period has not ended, the actual share is below the target, and half of what may fail in the whole period has failed.</summary>
    [Description("At risk")]
    AtRisk,

    /// <summary>The period has ended below the target, or more has failed than may fail in the whole period.</summary>
    [Description("Breached")]
    Breached,

    /// <summary>There are too few events to judge.</summary>
    [Description("Too few events")]
    TooFewEvents,
}
