using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Reliability.Incidents.Public;
using OwnerConsole.Reliability.Probes.Public;

namespace OwnerConsole.Reliability.StatusPages;

/// <summary>Probes that can set the status of a component.</summary>
public sealed class StatusProbeSource : IOptionSource
{
    public const string Key = "status_probe";

    public string Name => Key;

    public async Task<IReadOnlyList<Option>> Find(UnitOfWork work) =>
        TenantScope.Current is not null ? [] : [.. (await ProbeHealth.List(work)).Select(probe => new Option(probe.Id, probe.Name))];
}

/// <summary>Components that a notice can name.</summary>
public sealed class StatusComponentSource : IOptionSource
{
    public const string Key = "status_component";

    public string Name => Key;

    public async Task<IReadOnlyList<Option>> Find(UnitOfWork work) =>
        TenantScope.Current is not null ? [] : [.. (await StatusComponent.List(work)).Select(component => new Option(component.Id, component.Name))];
}

/// <summary>Incidents of the team that a notice can belong to.</summary>
public sealed class StatusIncidentSource : IOptionSource
{
    public const string Key = "status_incident";

    private const int MaxIncidents = 100;

    public string Name => Key;

    public async Task<IReadOnlyList<Option>> Find(UnitOfWork work) =>
        TenantScope.Current is not null
            ? []
            : [.. (await LinkableIncident.List(MaxIncidents, work)).Select(incident => new Option(incident.Id, incident.Title))];
}
