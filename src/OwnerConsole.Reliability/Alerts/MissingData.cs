using System.ComponentModel;

namespace OwnerConsole.Reliability.Alerts;

/// <summary>What a rule about a number does while nothing is received.</summary>
public enum MissingData
{
    /// <summary>Firing alerts keep firing.</summary>
    [Description("Keep firing")]
    Keep,

    /// <summary>There is an alert for each service without data. Firing alerts keep firing.</summary>
    [Description("Alert")]
    Alert,

    /// <summary>Firing alerts are resolved.</summary>
    [Description("Resolve")]
    Resolve,
}
