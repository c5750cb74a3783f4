using OwnerConsole.Data;
using OwnerConsole.Pure.StatusPages;

namespace OwnerConsole.Reliability.StatusPages;

/// <summary>Limits of components and of groups of components as they are stored.</summary>
/// <param name="Plan">Key of a plan; null for none.</param>
/// <param name="Tag">A tag in lower case; null for none.</param>
/// <param name="Tenants">IDs of tenants.</param>
internal sealed record StatusLimit(string? Plan, string? Tag, IReadOnlyList<string> Tenants)
{
    /// <summary>Limits nothing.</summary>
    public static readonly StatusLimit None = new(null, null, []);

    internal static readonly StateRows Versions = new("status_pages.limits", "target")
    {
        BelongToPlatform = true,
        Conflict = "other.tenant_id = this.tenant_id and other.target = this.target",
    };

    public bool IsNone => Plan is null && Tag is null && Tenants.Count == 0;

    public bool IsSame(StatusLimit other) => (Plan, Tag) == (other.Plan, other.Tag) && Tenants.SequenceEqual(other.Tenants, StringComparer.Ordinal);

    /// <returns>Value of the column target for a group.</returns>
    public static string OfGroup(string group) => $"group:{group}";

    /// <returns>The current limit of a component or a group.</returns>
    public static async Task<StatusLimit> Find(string target, UnitOfWork work) => (await List([target], work)).GetValueOrDefault(target, None);

    /// <returns>The current limits of components and groups that have one, by ID of the component or <see cref="OfGroup"/>.</returns>
    public static async Task<IReadOnlyDictionary<string, StatusLimit>> List(IReadOnlyCollection<string> targets, UnitOfWork work) =>
        (
            await work.List<LimitRow>(
                "select target, plan, tag, tenants from status_pages.limits where tenant_id = 'tnt_platform' and target = any(@targets) and closed_by is null",
                new { targets = targets.ToArray() }
            )
        ).ToDictionary(row => row.Target, row => new StatusLimit(row.Plan, row.Tag, row.Tenants), StringComparer.Ordinal);

    /// <returns>Limits of all components, also of removed ones, because notices still name them.</returns>
    public static Task<IReadOnlyList<ComponentLimit>> List(UnitOfWork work) =>
        work.List<ComponentLimit>(
            """
            with known as (
              select distinct on (c.component_id) c.component_id, c.group_name
                from status_pages.components c
               where c.tenant_id = 'tnt_platform'
               order by c.component_id, (c.closed_by is null) desc, c.opened_at desc)
            select k.component_id, l.plan, l.tag, l.tenants
              from status_pages.limits l
              join known k on l.target = k.component_id or l.target = 'group:' || k.group_name
             where l.tenant_id = 'tnt_platform' and l.closed_by is null and (l.plan is not null or l.tag is not null or cardinality(l.tenants) > 0)
             order by k.component_id, l.target
            """
        );

    /// <summary>Replaces the current limits.</summary>
    public static async Task Open(IReadOnlyCollection<string> targets, StatusLimit limit, UnitOfWork work)
    {
        await Versions.Close(targets, work);
        await work.Execute(
            """
            insert into status_pages.limits (tenant_id, target, plan, tag, tenants, opened_by, opened_at)
            select 'tnt_platform', target, @Plan, @Tag, @tenants, @run, clock_timestamp() from unnest(@targets) target
            """,
            new
            {
                limit.Plan,
                limit.Tag,
                tenants = limit.Tenants.ToArray(),
                targets = targets.ToArray(),
                run = work.RunId,
            }
        );
    }

    private sealed record LimitRow(string Target, string? Plan, string? Tag, IReadOnlyList<string> Tenants);
}
