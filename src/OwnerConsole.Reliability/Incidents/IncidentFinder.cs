using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Reliability.Incidents.Pages;

namespace OwnerConsole.Reliability.Incidents;

/// <summary>Finds incidents by part of their title.</summary>
internal sealed class IncidentFinder : IFinder
{
    public string Kind => Incident.EntityKind;

    public string Permission => IncidentRoutes.Read;

    public async Task<IReadOnlyList<SearchHit>> Find(Caller caller, Mode mode, string text, int most, UnitOfWork work) =>
        caller.IsScoped
            ? []
            :
            [
                .. (
                    await work.List<HitRow>(
                        """
                        select i.incident_id, i.title, i.severity from incidents.incidents i
                         where i.tenant_id = 'tnt_platform' and i.closed_by is null and (i.incident_id = @text or strpos(lower(i.title), lower(@text)) > 0)
                         order by i.started_at desc
                         limit @most
                        """,
                        new { text, most }
                    )
                ).Select(row => new SearchHit(
                    row.IncidentId,
                    row.Title,
                    $"{IncidentLabels.Severity(row.Severity)} · incident",
                    IncidentRoutes.Of(row.IncidentId)
                )),
            ];

    private sealed record HitRow(string IncidentId, string Title, OwnerConsole.Pure.Incidents.IncidentSeverity Severity);
}
