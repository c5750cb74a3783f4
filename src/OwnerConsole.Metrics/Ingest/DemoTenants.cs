using System.Text.Json;
using OwnerConsole.Data;

namespace OwnerConsole.Metrics.Ingest;

/// <summary>
/// Passes the demo tenants of a batch as the parameter <c>@demo</c>. A join would be planned for a few rows and scan one side for each row of the
/// other.
/// </summary>
internal static class DemoTenants
{
    public static async Task<JsonElement> Among(IReadOnlyCollection<string> tenants, UnitOfWork work) =>
        ToParameter(await work.List<string>("select tenant_id from core.tenants where tenant_id = any(@tenants) and mode = 'test'", new { tenants }));

    public static JsonElement ToParameter(IEnumerable<string> tenants) => Json.Element(tenants.ToDictionary(tenant => tenant, _ => true));

    /// <param name="alias">Alias of the row with <c>tenant_id</c>.</param>
    public static string ModeOf(string alias) => $"case when jsonb_exists(@demo, {alias}.tenant_id) then 'test' else 'live' end";
}
