using OwnerConsole.Data;

namespace OwnerConsole.Reliability.Telemetry.Public;

/// <summary>Finds which tenants use which services, according to the requests in traces.</summary>
public static class TenantServices
{
    /// <param name="services">Names of services.</param>
    /// <param name="since">Start of the period.</param>
    /// <param name="reading">Can read all tenants.</param>
    /// <returns>Those of the services that at least one tenant has used since then.</returns>
    public static Task<IReadOnlyList<string>> FindUsed(IReadOnlyCollection<string> services, DateTimeOffset since, UnitOfWork reading) =>
        reading.List<string>(
            """
            select n.service from unnest(@services) n(service)
             where exists (select from telemetry.tenant_services u where u.service = n.service and u.last_seen_at >= @since)
             order by n.service
            """,
            new { services = services.ToArray(), since }
        );

    /// <param name="services">Names of services.</param>
    /// <param name="since">Start of the period.</param>
    /// <param name="reading">Can read all tenants.</param>
    /// <returns>IDs of the tenants that have used at least one of the services since then.</returns>
    public static Task<IReadOnlyList<string>> FindTenants(IReadOnlyCollection<string> services, DateTimeOffset since, UnitOfWork reading) =>
        reading.List<string>(
            """
            select distinct u.tenant_id from telemetry.tenant_services u
             where u.service = any(@services) and u.last_seen_at >= @since
             order by u.tenant_id
            """,
            new { services = services.ToArray(), since }
        );
}
