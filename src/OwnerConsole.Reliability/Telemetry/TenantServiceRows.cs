using OwnerConsole.Data;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Reliability.Telemetry.Otlp;

namespace OwnerConsole.Reliability.Telemetry;

/// <summary>Records which tenants use which services. There is one row per tenant and service, so that it doesn't grow with the number of requests.</summary>
internal static class TenantServiceRows
{
    /// <summary>Maximum number of tenants that are recorded from one report. Exporters send often, so the others follow with later reports.</summary>
    private const int MaxTenants = 1_000;

    /// <param name="spans">Requests that name tenants by their ID or their external ID.</param>
    /// <returns>IDs of existing tenants with live data by the names in the requests. Anonymised tenants are left out.</returns>
    public static async Task<IReadOnlyDictionary<string, string>> FindTenants(IReadOnlyList<RequestSpan> spans, Database database, CancellationToken stop)
    {
        string[] names = [.. spans.Select(span => span.Tenant).OfType<string>().Distinct(StringComparer.Ordinal).Take(MaxTenants)];
        return (await ReportedTenant.Find(names, isOfShownMode: false, database, stop))
            .Values.Where(tenant => !tenant.IsAnonymised)
            .ToDictionary(tenant => tenant.Name, tenant => tenant.TenantId, StringComparer.Ordinal);
    }

    /// <param name="spans">Requests that are stored.</param>
    /// <param name="tenants">IDs by the names in the requests.</param>
    /// <param name="work">Names these tenants.</param>
    public static async Task Record(IReadOnlyList<RequestSpan> spans, IReadOnlyDictionary<string, string> tenants, UnitOfWork work)
    {
        var used = spans
            .Where(span => span.Tenant is not null && tenants.ContainsKey(span.Tenant))
            .Select(span => (Tenant: tenants[span.Tenant!], span.Service, span.EndedAt)) // not null: selected above
            .ToList();
        if (used.Count == 0)
            return;
        await work.Execute(
            """
            insert into telemetry.tenant_services as u (tenant_id, service, last_seen_at)
            select n.tenant_id, n.service, least(max(n.at), now()) from unnest(@tenants, @services, @times) n(tenant_id, service, at) group by 1, 2 order by 1, 2
            on conflict (tenant_id, service) do update set last_seen_at = excluded.last_seen_at
             where u.last_seen_at < excluded.last_seen_at - interval '1 hour' -- often enough for days, and hardly any writes
            """,
            new
            {
                tenants = used.Select(row => row.Tenant).ToArray(),
                services = used.Select(row => row.Service).ToArray(),
                times = used.Select(row => row.EndedAt).ToArray(),
            }
        );
    }
}
