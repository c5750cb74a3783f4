using System.ComponentModel;

namespace OwnerConsole.Reliability.Incidents;

/// <summary>Who has which role. One person can have several.</summary>
/// <param name="Commander">ID of the team member who leads; null only until someone is assigned to an incident that an API key declared.</param>
/// <param name="Communications">ID of the team member who informs tenants; null for no one.</param>
/// <param name="Operations">ID of the team member who works on the solution; null for no one.</param>
/// <param name="Scribe">ID of the team member who writes the notes; null for no one.</param>
public sealed record IncidentPeople(string? Commander, string? Communications = null, string? Operations = null, string? Scribe = null)
{
    /// <returns>ID of the team member with the role; null for no one.</returns>
    public string? Find(IncidentRole role) =>
        role switch
        {
            IncidentRole.Commander => Commander,
            IncidentRole.Communications => Communications,
            IncidentRole.Operations => Operations,
            _ => Scribe,
        };

    internal static IncidentPeople Of(Incident incident) => new(incident.Commander, incident.Communications, incident.Operations, incident.Scribe);

    /// <returns>The roles after one of them was given to someone.</returns>
    internal IncidentPeople With(IncidentRole role, string? person) =>
        role switch
        {
            IncidentRole.Commander => this with { Commander = person },
            IncidentRole.Communications => this with { Communications = person },
            IncidentRole.Operations => this with { Operations = person },
            _ => this with { Scribe = person },
        };
}

/// <summary>What a person does during an incident.</summary>
public enum IncidentRole
{
    /// <summary>Leads the work and decides.</summary>
    [Description("Commander")]
    Commander,

    /// <summary>Informs tenants and the team.</summary>
    [Description("Communications")]
    Communications,

    /// <summary>Works on the solution.</summary>
    [Description("Operations")]
    Operations,

    /// <summary>Writes the notes.</summary>
    [Description("Scribe")]
    Scribe,
}
