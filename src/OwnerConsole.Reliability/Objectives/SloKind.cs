using System.ComponentModel;

namespace OwnerConsole.Reliability.Objectives;

/// <summary>What an SLO measures.</summary>
public enum SloKind
{
    /// <summary>Share of the checks of a probe that succeed.</summary>
    [Description("Probe success")]
    ProbeSuccess,

    /// <summary>Share of the requests of a service or a route that don't fail.</summary>
    [Description("Request success")]
    RequestSuccess,

    /// <summary>Share of the requests of a service or a route that are fast enough.</summary>
    [Description("Request latency")]
    RequestLatency,
}
