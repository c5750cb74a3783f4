using OwnerConsole.Data;
using OwnerConsole.Pure.Amounts;
using OwnerConsole.Pure.Dependencies;

namespace OwnerConsole.Reliability.Incidents;

/// <summary>Who is affected by an incident, based on current data. The MRR and the largest tenants are left out without access to tenants.</summary>
/// <param name="Tenants">Number of affected tenants.</param>
/// <param name="Members">Number of their members.</param>
/// <param name="Mrr">Their MRR in the reporting currency; null if there is none.</param>
/// <param name="Largest">The affected tenants with the highest MRR and the most members, at most ten.</param>
/// <param name="Basis">What the tenants of its service are based on; null without a service, and if its failure affects no known tenant.</param>
public sealed record IncidentImpact(
    long Tenants,
    long Members,
    [property: Sensitive(FieldClass.Money)] Money? Mrr,
    IReadOnlyList<AffectedTenant> Largest,
    UsageBasis? Basis
);

/// <summary>A tenant that is affected by an incident.</summary>
/// <param name="Name">Name of the tenant.</param>
/// <param name="Members">Number of its members.</param>
/// <param name="Mrr">Its MRR in the reporting currency; null if there is none.</param>
public sealed record AffectedTenant(string Id, string Name, long Members, [property: Sensitive(FieldClass.Money)] Money? Mrr);
