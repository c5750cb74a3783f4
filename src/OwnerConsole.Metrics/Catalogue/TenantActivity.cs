namespace OwnerConsole.Metrics.Catalogue;

/// <summary>Reported activity of a tenant, as SQL expressions. A tenant is active on days with events or sessions.</summary>
public static class TenantActivity
{
    /// <param name="tenant">Expression with the ID of a tenant.</param>
    /// <returns>When a member was last active, or the last day with events or sessions; null if none was reported.</returns>
    public static string Last(string tenant) =>
        $"""
            nullif(greatest((select p.last_seen_at from core.tenant_summaries p where p.tenant_id = {tenant}),
                            (select max(d.day) from core.tenant_days d
                              where d.tenant_id = {tenant} and (d.events > 0 or d.sessions > 0))::timestamp at time zone 'UTC'), '-infinity')
            """;

    /// <param name="tenant">Expression with the ID of a tenant.</param>
    /// <param name="start">Expression with a time.</param>
    /// <returns>Whether the tenant had events or sessions on the UTC day of the time or later.</returns>
    public static string IsReportedSince(string tenant, string start) =>
        $"exists (select from core.tenant_days d where d.tenant_id = {tenant} and d.day >= (({start}) at time zone 'UTC')::date and (d.events > 0 or d.sessions > 0))";
}
