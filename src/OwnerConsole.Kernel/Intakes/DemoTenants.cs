using System.Text.Json;
using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Kernel.Intakes;

/// <summary>Which tenants of a fold are demo tenants, as a parameter <c>@demo</c>. Looked into for each: a join is planned for a few, and would look through all the one for each of the other.</summary>
internal static class DemoTenants
{
    public static async Task<JsonElement> Among(IReadOnlyCollection<string> tenants, Work work) =>
        Are(await work.List<string>("select tenant_id from core.tenants where tenant_id = any(@tenants) and population = 'demo'", new { tenants }));

    public static JsonElement Are(IEnumerable<string> tenants) => Json.Element(tenants.ToDictionary(tenant => tenant, _ => true));

    /// <param name="alias">of the row that has a <c>tenant_id</c></param>
    public static string PopulationOf(string alias) => $"case when jsonb_exists(@demo, {alias}.tenant_id) then 'demo' else 'live' end";
}
