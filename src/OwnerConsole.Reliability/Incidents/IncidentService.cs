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

    /// <param name="before">Selection that is replaced; null for a new incident.</param>
    /// <returns>Whether the selection names a service that is not on the service map. A change keeps one that has left the map since.</returns>
    public static async Task<bool> IsMissing(TenantTargets targets, TenantTargets? before, UnitOfWork reading) =>
        Split(targets).Service is { } service
        && service != before?.Query.GetValueOrDefault(Key)
        && !(await ServiceTenantReader.ListServices(reading)).Contains(service, StringComparer.Ordinal);
}
