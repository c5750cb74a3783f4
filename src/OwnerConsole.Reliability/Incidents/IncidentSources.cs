using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Reliability.Alerts.Public;

namespace OwnerConsole.Reliability.Incidents;

/// <summary>Team members who can have a role or an action item.</summary>
public sealed class IncidentPersonSource : IOptionSource
{
    public const string Key = "incident_person";

    public string Name => Key;

    public bool ReadsTeam => true;

    /// <remarks>With access to some tenants only, no one sees incidents.</remarks>
    public async Task<IReadOnlyList<Option>> Find(UnitOfWork work) => TenantScope.Current is null ? await TeamOptions.List(IncidentRoutes.Read, work) : [];
}

/// <summary>Alerts that can belong to an incident: firing ones, and those that ended in the last days, because an incident is often declared afterwards.</summary>
public sealed class IncidentAlertSource(TimeProvider clock) : IOptionSource
{
    public const string Key = "incident_alert";

    private const int MaxAlerts = 100,
        Days = 7;

    public string Name => Key;

    public async Task<IReadOnlyList<Option>> Find(UnitOfWork work) =>
        TenantScope.Current is not null
            ? []
            :
            [
                .. (await LinkedAlert.ListRecent(clock.GetUtcNow().AddDays(-Days), MaxAlerts, work)).Select(alert => new Option(
                    alert.Id,
                    alert.IsFiring ? alert.Title : $"{alert.Title} (resolved)"
                )),
            ];
}
