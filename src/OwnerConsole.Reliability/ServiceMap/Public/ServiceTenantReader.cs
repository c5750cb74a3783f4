using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Pure.Dependencies;
using OwnerConsole.Reliability.Telemetry.Public;

namespace OwnerConsole.Reliability.ServiceMap.Public;

/// <summary>Finds the tenants that the failure of a service can affect: those of the service, and of the services that depend on it.</summary>
public sealed class ServiceTenantReader(IEnumerable<FeatureTenantsStatement> statements, TimeProvider clock)
{
    /// <summary>Name of the option source for fields that take a service on the map.</summary>
    public const string Source = "map_service";

    /// <summary>Days in which a request of a tenant means that it uses the service.</summary>
    private const int MeasuredDays = 30;

    /// <summary>Why a service can't be selected that is not on the map.</summary>
    public static Refusal NotOnMap => new("service_not_on_map", $"The service is not on the service map. Add one of its dependencies first.");

    /// <returns>Names of the services on the map, sorted.</returns>
    public static async Task<IReadOnlyList<string>> ListServices(UnitOfWork work) =>
        [
            .. (await DependencyRecord.List(work))
                .SelectMany(edge => new[] { edge.Service, edge.DependsOn })
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal),
        ];

    /// <param name="service">Name of the service. One that is no longer on the map affects its own tenants only.</param>
    /// <param name="reading">Can read all tenants.</param>
    public async Task<ServiceTenants> Find(string service, UnitOfWork reading)
    {
        var edges = await DependencyRecord.List(reading);
        return await Find(service, FailureSimulation.Run(service, edges), edges, await UsageRecord.List(reading), reading);
    }

    internal async Task<ServiceTenants> Find(
        string service,
        IReadOnlyList<AffectedService> affected,
        IReadOnlyList<ServiceEdge> edges,
        IReadOnlyList<UsageRecord> usages,
        UnitOfWork reading
    )
    {
        var since = clock.GetUtcNow().AddDays(-MeasuredDays);
        var reached = affected.Select(dependent => dependent.Service).Append(service).ToHashSet(StringComparer.Ordinal);
        // What the team has assigned replaces what was measured, because not all requests are traced.
        var assigned = usages.Where(usage => reached.Contains(usage.Service)).ToList();
        var measured = await TenantServices.FindUsed([.. reached.Except(assigned.Select(usage => usage.Service), StringComparer.Ordinal)], since, reading);
        var known = assigned.Select(usage => usage.Service).Concat(measured).ToHashSet(StringComparer.Ordinal);
        if (FailureUsage.FindUnknown(service, affected, edges, known) is { Count: > 0 } unknown)
            return new(UsageBasis.Unknown, null, unknown);
        var ids = assigned.SelectMany(usage => usage.Tenants).ToHashSet(StringComparer.Ordinal);
        ids.UnionWith(await FindTenants([.. assigned.SelectMany(usage => usage.Features).Distinct(StringComparer.Ordinal)], reading));
        if (measured.Count > 0)
            ids.UnionWith(await TenantServices.FindTenants(measured, since, reading));
        return new(FindBasis(assigned.Count > 0, measured.Count > 0), [.. ids], []);
    }

    private static UsageBasis? FindBasis(bool isAssigned, bool isMeasured) =>
        (isAssigned, isMeasured) switch
        {
            (true, true) => UsageBasis.AssignedAndMeasured,
            (true, false) => UsageBasis.Assigned,
            (false, true) => UsageBasis.Measured,
            _ => null,
        };

    private async Task<IReadOnlyList<string>> FindTenants(string[] features, UnitOfWork reading) =>
        features.Length > 0 && statements.FirstOrDefault() is { } statement ? await reading.List<string>(statement.Sql, new { features }) : []; // one module knows the features
}
