using System.ComponentModel;

namespace OwnerConsole.Reliability.Alerts;

/// <summary>What a rule compares of a number that services report.</summary>
public enum NumberScope
{
    /// <summary>Each process, container or machine of a service, with an alert for each.</summary>
    [Description("Each replica")]
    Replica,

    /// <summary>The mean of the replicas of a service, or their fullest disk.</summary>
    [Description("Each service")]
    Service,
}
