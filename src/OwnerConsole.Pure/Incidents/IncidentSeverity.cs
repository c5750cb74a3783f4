using System.ComponentModel;

namespace OwnerConsole.Pure.Incidents;

/// <summary>Severity of an incident, the most severe first.</summary>
public enum IncidentSeverity
{
    /// <summary>The application is down, or data is at risk.</summary>
    [Description("SEV1: outage or data at risk")]
    Sev1,

    /// <summary>An important part fails for many tenants.</summary>
    [Description("SEV2: important part fails")]
    Sev2,

    /// <summary>A part fails for some tenants, or there is a workaround.</summary>
    [Description("SEV3: limited, or with a workaround")]
    Sev3,

    /// <summary>Tenants hardly notice it.</summary>
    [Description("SEV4: minor")]
    Sev4,
}
