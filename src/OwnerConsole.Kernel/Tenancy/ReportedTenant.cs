using OwnerConsole.Data;

namespace OwnerConsole.Kernel.Tenancy;

/// <summary>A tenant that reports name, such as errors and traces.</summary>
/// <param name="Name">Its ID or its external ID, as it was reported.</param>
/// <param name="TenantId">ID of the tenant.</param>
/// <param name="IsAnonymised">Whether nothing more is stored about it.</param>
public sealed record ReportedTenant(string Name, string TenantId, bool IsAnonymised)
{
    /// <param name="names">IDs (tnt_…) and external IDs, with or without ext:.</param>
    /// <param name="isOfShownMode">Whether tenants with test data are found as long as there are no live tenants. Otherwise only live ones are.</param>
    /// <returns>The tenants that exist, by their reported names. An ID comes before an equal external ID.</returns>
    public static async Task<IReadOnlyDictionary<string, ReportedTenant>> Find(
        IReadOnlyCollection<string> names,
        bool isOfShownMode,
        Database database,
        CancellationToken stop
    )
    {
        if (names.Count == 0)
            return new Dictionary<string, ReportedTenant>(StringComparer.Ordinal);
        await using var reading = await database.Read(stop);
        var mode = isOfShownMode ? await Modes.Shown(reading) : Mode.Live;
        var rows = await reading.List<ReportedTenant>(
            """
            select n.name, t.tenant_id, s.lifecycle = 'anonymised' as is_anonymised
              from unnest(@names) n(name)
              join core.tenants t on t.mode = @mode and t.tenant_id = n.name
              join core.tenant_status s on s.tenant_id = t.tenant_id
            union all
            select n.name, t.tenant_id, s.lifecycle = 'anonymised' as is_anonymised
              from unnest(@names) n(name)
              join core.tenants t on t.mode = @mode and t.external_id = case when n.name like 'ext:%' then substr(n.name, 5) else n.name end
              join core.tenant_status s on s.tenant_id = t.tenant_id
            """,
            new { names = names.ToArray(), mode }
        );
        return rows.DistinctBy(row => row.Name, StringComparer.Ordinal).ToDictionary(row => row.Name, StringComparer.Ordinal);
    }
}
