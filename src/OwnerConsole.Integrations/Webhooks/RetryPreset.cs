using System.ComponentModel;

namespace OwnerConsole.Integrations.Webhooks;

/// <summary>Named retry schedules.</summary>
public enum RetryPreset
{
    /// <summary>13 retries within about three days; the default.</summary>
    [Description("Standard: 13 retries in about 3 days")]
    Standard,

    /// <summary>Seven retries within about four minutes, for receivers to which an old event is worthless.</summary>
    [Description("Quick: 7 retries in about 4 minutes")]
    Quick,

    /// <summary>12 retries within about five days, for receivers that are down for maintenance or over a weekend.</summary>
    [Description("Patient: 12 retries in about 5 days")]
    Patient,

    /// <summary>The endpoint's own list of delays.</summary>
    [Description("Custom: your own list of delays")]
    Custom,
}
