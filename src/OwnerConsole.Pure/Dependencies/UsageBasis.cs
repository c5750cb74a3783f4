namespace OwnerConsole.Pure.Dependencies;

/// <summary>What the tenants that a failure can affect are based on.</summary>
public enum UsageBasis
{
    /// <summary>Requests of the tenants in the last 30 days, according to traces.</summary>
    Measured,

    /// <summary>Tenants that the team has assigned to services, by name or by feature.</summary>
    Assigned,

    /// <summary>Some services are assigned, others are measured.</summary>
    AssignedAndMeasured,

    /// <summary>All tenants, because those of an affected entry service are unknown.</summary>
    Unknown,
}
