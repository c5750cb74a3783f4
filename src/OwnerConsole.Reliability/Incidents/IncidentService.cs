using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Reliability.ServiceMap.Public;

namespace OwnerConsole.Reliability.Incidents;

/// <summary>The failed service of an incident, which limits the affected tenants to those that its failure can affect. It is stored next to the filters of the list of tenants.</summary>
internal static class IncidentService
{
    /// <summary>Name of the service among the filters. The list of tenants has no filter of this name.</summary>
    public const string Key = "service";

    /// <returns>The service, null without one, and the selection without it.</returns>
    public static (string? Service, TenantTargets Others) Split(TenantTargets targets)
    {
        if (!targets.Query.TryGetValue(Key, out var service))
            return (null, targets);
        var others = targets.Query.Where(filter => filter.Key != Key).ToDictionary(filter => filter.Key, filter => filter.Value, StringComparer.Ordinal);
        return (service, targets with { Query = others });
    }

    /// <returns>Whether the selection names a service that is not on the service map.</returns>
    public static async Task<bool> IsMissing(TenantTargets targets, UnitOfWork reading) =>
        Split(targets).Service is { } service && !(await ServiceTenantReader.ListServices(reading)).Contains(service, StringComparer.Ordinal);
}
