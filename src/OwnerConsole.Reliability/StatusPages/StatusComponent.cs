using OwnerConsole.Data;
using OwnerConsole.Pure.StatusPages;

namespace OwnerConsole.Reliability.StatusPages;

/// <summary>A component of the status page as it is stored.</summary>
/// <param name="GroupName">Group that it is listed in; null for none.</param>
/// <param name="Position">Place in the list, smallest first.</param>
/// <param name="ProbeId">Probe whose state sets the status; null for none.</param>
/// <param name="ByHand">Status that the team has set; null to follow the probe.</param>
/// <param name="ChangedAt">When it was last changed or its status was last set by hand.</param>
internal sealed record StatusComponent(
    string Id,
    string Name,
    string? Description,
    string? GroupName,
    int Position,
    string? ProbeId,
    ComponentStatus? ByHand,
    DateTimeOffset CreatedAt,
    DateTimeOffset ChangedAt
)
{
    internal const string Prefix = "stc",
        EntityKind = "status_component";

    /// <summary>Maximum number of components, because the page lists all of them.</summary>
    internal const int MaxComponents = 100;

    private const string SameComponent = "other.tenant_id = this.tenant_id and other.component_id = this.component_id";

    internal static readonly StateRows Versions = new("status_pages.components", "component_id") { BelongToPlatform = true, Conflict = SameComponent },
        ManualStatuses = new("status_pages.manual_statuses", "component_id") { BelongToPlatform = true, Conflict = SameComponent };

    private const string Columns = """
        select c.component_id as id, c.name, c.description, c.group_name, c.position, c.probe_id, m.status as by_hand,
               (select min(f.opened_at) from status_pages.components f where f.tenant_id = c.tenant_id and f.component_id = c.component_id) as created_at,
               greatest(c.opened_at, m.opened_at) as changed_at
          from status_pages.components c
          left join status_pages.manual_statuses m on m.tenant_id = c.tenant_id and m.component_id = c.component_id and m.closed_by is null
         where c.tenant_id = 'tnt_platform' and c.closed_by is null
        """;

    /// <returns>All components in the order of the page.</returns>
    public static Task<IReadOnlyList<StatusComponent>> List(UnitOfWork work) =>
        work.List<StatusComponent>($"{Columns} order by c.position, lower(c.name), c.component_id");

    /// <returns>The components that are not removed.</returns>
    public static Task<IReadOnlyList<StatusComponent>> List(IReadOnlyCollection<string> ids, UnitOfWork work) =>
        work.List<StatusComponent>($"{Columns} and c.component_id = any(@ids) order by c.component_id", new { ids = ids.ToArray() });

    /// <summary>Replaces the current version of a component, or adds its first one.</summary>
    public static async Task Open(string id, StatusComponentInput input, UnitOfWork work)
    {
        await Versions.Close([id], work);
        await work.Execute(
            """
            insert into status_pages.components (tenant_id, component_id, name, description, group_name, position, probe_id, opened_by, opened_at)
            values ('tnt_platform', @id, @CleanName, @CleanDescription, @CleanGroup, @Position, @CleanProbe, @run, clock_timestamp())
            """,
            new
            {
                id,
                input.CleanName,
                input.CleanDescription,
                input.CleanGroup,
                input.Position,
                input.CleanProbe,
                run = work.RunId,
            }
        );
        await work.SetName(id, EntityKind, input.CleanName);
    }

    /// <summary>Restores the names of components after an undo.</summary>
    public static async Task RestoreNames(IReadOnlyCollection<string> ids, UnitOfWork work)
    {
        foreach (var component in await List(ids, work)) // an undo restores only a few
            await work.SetName(component.Id, EntityKind, component.Name);
    }

    /// <summary>Replaces the statuses set by hand.</summary>
    /// <param name="status">Null to follow the probe again.</param>
    public static async Task Set(IReadOnlyCollection<string> ids, ComponentStatus? status, UnitOfWork work)
    {
        await ManualStatuses.Close(ids, work);
        await work.Execute(
            """
            insert into status_pages.manual_statuses (tenant_id, component_id, status, opened_by, opened_at)
            select 'tnt_platform', id, @status, @run, clock_timestamp() from unnest(@ids) id
            """,
            new
            {
                ids = ids.ToArray(),
                status,
                run = work.RunId,
            }
        );
    }
}
