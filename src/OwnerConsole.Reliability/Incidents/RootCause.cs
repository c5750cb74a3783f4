using OwnerConsole.Data;

namespace OwnerConsole.Reliability.Incidents;

/// <summary>Findings of a post-mortem.</summary>
/// <param name="Text">Why the incident happened.</param>
/// <param name="Contributing">What made it worse or delayed its end; null for nothing.</param>
/// <param name="WentWell">What helped; null for nothing.</param>
/// <param name="ChangedAt">When the findings were written.</param>
public sealed record RootCause(string Text, string? Contributing, string? WentWell, DateTimeOffset ChangedAt)
{
    /// <returns>Null before the findings are written.</returns>
    internal static Task<RootCause?> Find(string incidentId, UnitOfWork work) =>
        work.One<RootCause>(
            """
            select c.root_cause as text, c.contributing, c.went_well, c.opened_at as changed_at from incidents.root_causes c
             where c.tenant_id = 'tnt_platform' and c.incident_id = @incidentId and c.closed_by is null
            """,
            new { incidentId }
        );
}
