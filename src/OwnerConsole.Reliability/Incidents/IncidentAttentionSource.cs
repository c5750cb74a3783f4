using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Pure.Incidents;
using OwnerConsole.Reliability.Incidents.Pages;

namespace OwnerConsole.Reliability.Incidents;

/// <summary>Lists ongoing incidents under "Needs attention", those with an overdue update first.</summary>
internal sealed class IncidentAttentionSource(TimeProvider clock) : IAttentionSource
{
    private const int MaxItems = 50;

    public string Permission => IncidentRoutes.Read;

    public async Task<AttentionList> Find(Mode mode, UnitOfWork work)
    {
        var now = clock.GetUtcNow();
        return AttentionList.Of([
            .. (await Incident.ListOpen(MaxItems, work))
                .Where(incident => incident.Status.IsOngoing())
                .OrderByDescending(incident => incident.UpdateDueAt < now)
                .Select(incident => new AttentionItem(
                    incident.Severity <= IncidentSeverity.Sev2 ? Urgency.Now : Urgency.Today,
                    $"{IncidentLabels.Severity(incident.Severity)} {incident.Title}: "
                        + (
                            incident.UpdateDueAt < now ? "The update is overdue."
                            : incident.Commander is null ? "No commander assigned."
                            : $"{IncidentLabels.Status(incident.Status)}."
                        ),
                    IncidentRoutes.Of(incident.Id),
                    "View incident",
                    Since: incident.StartedAt
                )),
        ]);
    }
}
