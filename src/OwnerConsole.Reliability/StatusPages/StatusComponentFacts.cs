using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Reliability.Probes.Public;

namespace OwnerConsole.Reliability.StatusPages;

/// <summary>A component of the status page, or the platform for a new one, as the subject of an operation.</summary>
public sealed record StatusComponentFacts(string Id, long Revision) : ISubject
{
    public string TenantId => IdGenerator.Platform;

    /// <summary>ID of the new component.</summary>
    public string NewId { get; init; } = "";

    /// <summary>Number of existing components, for a new one.</summary>
    public int Count { get; init; }

    /// <summary>Whether the probe of the input exists, or it has none.</summary>
    public bool IsKnownProbe { get; init; } = true;

    /// <summary>Current limit of the component or of a group; null if it was not loaded.</summary>
    internal StatusLimit? Limit { get; init; }

    /// <summary>The limit of the input; null if it was not loaded.</summary>
    internal PlannedLimit? Planned { get; init; }

    /// <summary>Null for a new or removed one.</summary>
    internal StatusComponent? Component { get; init; }

    public static async Task<IReadOnlyList<StatusComponentFacts>> Load(IReadOnlyList<string> ids, UnitOfWork work)
    {
        // One row of each component is locked, so that all of its operations wait for each other.
        await work.List<string>(
            $"select c.opened_by from status_pages.components c where c.tenant_id = 'tnt_platform' and c.component_id = any(@ids) and c.closed_by is null {work.ForUpdate("c")}",
            new { ids = ids.ToArray() }
        );
        var known = await work.List<RevisionRow>(
            """
            select c.component_id, count(*) + count(c.closed_by)
                   + (select count(*) + count(m.closed_by) from status_pages.manual_statuses m
                       where m.tenant_id = 'tnt_platform' and m.component_id = c.component_id)
                   + (select count(*) + count(l.closed_by) from status_pages.limits l
                       where l.tenant_id = 'tnt_platform' and l.target = c.component_id) as revision
              from status_pages.components c
             where c.tenant_id = 'tnt_platform' and c.component_id = any(@ids)
             group by c.component_id
             order by c.component_id
            """,
            new { ids = ids.ToArray() }
        );
        var components = (await StatusComponent.List(ids, work)).ToDictionary(component => component.Id, StringComparer.Ordinal);
        return [.. known.Select(row => new StatusComponentFacts(row.ComponentId, row.Revision) { Component = components.GetValueOrDefault(row.ComponentId) })];
    }

    internal static async Task<bool> IsKnown(string? probe, UnitOfWork work) => probe is null || (await ProbeHealth.List(work)).Any(known => known.Id == probe);

    /// <returns>Why nothing can be done with the component; null if it exists.</returns>
    internal static Refusal? FindRemoved(StatusComponentFacts subject) => subject.Component is null ? new("removed", $"{subject} has been removed.") : null;

    private sealed record RevisionRow(string ComponentId, long Revision);
}
