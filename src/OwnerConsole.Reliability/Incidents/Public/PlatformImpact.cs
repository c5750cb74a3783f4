using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Reliability.Incidents.Public;

/// <summary>Affected tenants of the shown mode that aren't cancelled, with their members and MRR.</summary>
/// <param name="Tenants">Number of tenants.</param>
/// <param name="Members">Number of their members.</param>
/// <param name="Mrr">Their MRR in the reporting currency; null if there is none, and without access to tenants.</param>
public sealed record PlatformImpact(long Tenants, long Members, [property: Sensitive(FieldClass.Money)] Money? Mrr);

/// <summary>Finds what failures affect, with the rules and figures of incidents.</summary>
public sealed class PlatformImpactReader(ImpactReader impacts)
{
    /// <param name="tenants">IDs of tenants; null for all.</param>
    /// <param name="caller">Without access to tenants, the MRR is left out.</param>
    /// <param name="reading">Can read all tenants.</param>
    public async Task<PlatformImpact> Find(IReadOnlyList<string>? tenants, Caller caller, UnitOfWork reading)
    {
        var impact = await impacts.Find(tenants, caller, reading);
        return new(impact.Tenants, impact.Members, impact.Mrr);
    }

    /// <param name="targets">Selection of an incident, which can name a service.</param>
    /// <param name="reading">Can read all tenants.</param>
    /// <returns>IDs of the affected tenants of the shown mode, in their order.</returns>
    /// <exception cref="Problem">400: unknown filter or value, such as a plan that was removed.</exception>
    public Task<IReadOnlyList<string>> FindTenants(TenantTargets targets, UnitOfWork reading) => impacts.FindTenants(targets, reading);
}
