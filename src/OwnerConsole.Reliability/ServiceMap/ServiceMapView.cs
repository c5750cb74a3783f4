using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Pure.Amounts;
using OwnerConsole.Pure.Dependencies;
using OwnerConsole.Reliability.Telemetry.Public;

namespace OwnerConsole.Reliability.ServiceMap;

/// <summary>Which services depend on which others.</summary>
/// <param name="Dependencies">Dependencies that the team has added, by service.</param>
/// <param name="Usages">Tenants that the team has assigned to services, by service.</param>
/// <param name="Suggestions">Calls in traces of the last 30 days that are not dependencies, the most frequent first, at most 50.</param>
/// <param name="Failure">What a failure would affect; null if no service is simulated.</param>
public sealed record ServiceMapView(
    IReadOnlyList<ServiceEdge> Dependencies,
    IReadOnlyList<ServiceUsageView> Usages,
    IReadOnlyList<ObservedCalls> Suggestions,
    SimulatedFailure? Failure
);

/// <summary>Tenants that are assigned to a service. Its failure affects them.</summary>
/// <param name="Id">ID of the assignment.</param>
/// <param name="Service">Name of the service.</param>
/// <param name="Features">Keys of features: tenants that can use one of them.</param>
/// <param name="NamedTenants">Number of further tenants.</param>
/// <param name="Tenants">IDs of the further tenants; empty without access to tenants.</param>
public sealed record ServiceUsageView(string Id, string Service, IReadOnlyList<string> Features, int NamedTenants, IReadOnlyList<string> Tenants)
{
    /// <summary>Permission to see which tenants are assigned.</summary>
    private const string TenantRead = "tenant.read";

    internal static ServiceUsageView Of(UsageRecord usage, Caller caller) =>
        new(usage.Id, usage.Service, usage.Features, usage.Tenants.Count, caller.CanRead(TenantRead) ? usage.Tenants : []);
}

/// <summary>What a failure would affect.</summary>
/// <param name="Service">Name of the service that fails.</param>
/// <param name="Affected">Affected services: those that fail too first, then by distance and name.</param>
/// <param name="Impact">Tenants that it can affect.</param>
public sealed record SimulatedFailure(string Service, IReadOnlyList<AffectedService> Affected, FailureImpact Impact);

/// <summary>Tenants of the shown mode that a failure can affect and that are not cancelled.</summary>
/// <param name="Reach">How it reaches entry services, which no other service depends on.</param>
/// <param name="Basis">What the tenants are based on; null if the failure affects no entry service and no service with known tenants.</param>
/// <param name="UnknownServices">Affected entry services whose tenants are unknown, by name. If there is one, all tenants count.</param>
/// <param name="Tenants">Number of tenants that it can affect.</param>
/// <param name="Members">Number of their members.</param>
/// <param name="Mrr">Their MRR in the reporting currency; null if there is none, and without access to tenants.</param>
public sealed record FailureImpact(
    FailureReach Reach,
    UsageBasis? Basis,
    IReadOnlyList<string> UnknownServices,
    long Tenants,
    long Members,
    [property: Sensitive(FieldClass.Money)] Money? Mrr
);
