using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Reliability.Incidents.Public;

/// <summary>Tenants with live data that aren't cancelled, with their members and MRR.</summary>
/// <param name="Tenants">Number of tenants.</param>
/// <param name="Members">Number of their members.</param>
/// <param name="Mrr">Their MRR in the reporting currency; null if there is none, and without access to tenants.</param>
public sealed record PlatformImpact(long Tenants, long Members, [property: Sensitive(FieldClass.Money)] Money? Mrr);

/// <summary>Finds what a failure of the whole platform would affect, with the figures of incidents.</summary>
public sealed class PlatformImpactReader(ImpactReader impacts)
{
    /// <param name="caller">Without access to tenants, the MRR is left out.</param>
    /// <param name="reading">Can read all tenants.</param>
    public async Task<PlatformImpact> Find(Caller caller, UnitOfWork reading)
    {
        var all = new TenantTargets(new Dictionary<string, string>(StringComparer.Ordinal), []);
        var impact = await impacts.Find(all, Mode.Live, caller, reading);
        return new(impact.Tenants, impact.Members, impact.Mrr);
    }
}
