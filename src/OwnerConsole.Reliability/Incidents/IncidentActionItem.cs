using OwnerConsole.Data;
using OwnerConsole.Pure.Incidents;
using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Reliability.Incidents;

/// <summary>What must be done so that an incident doesn't happen again.</summary>
/// <param name="IncidentId">ID of the incident.</param>
/// <param name="Description">What must be done.</param>
/// <param name="Owner">ID of the team member who is responsible; null for no one.</param>
/// <param name="DueOn">Last day to complete it; null for none.</param>
/// <param name="Link">Address of a ticket or pull request; null for none.</param>
/// <param name="CompletedAt">When it was completed; null before.</param>
public sealed record IncidentActionItem(
    string Id,
    string IncidentId,
    string Description,
    string? Owner,
    DateOnly? DueOn,
    string? Link,
    DateTimeOffset? CompletedAt
)
{
    internal const string Prefix = "aci",
        EntityKind = "action_item";

    private const string SameItem = "other.tenant_id = this.tenant_id and other.action_item_id = this.action_item_id";

    internal static readonly StateRows Versions = new("incidents.action_items", "action_item_id") { BelongToPlatform = true, Conflict = SameItem },
        Completions = new("incidents.completions", "action_item_id") { BelongToPlatform = true, Conflict = SameItem };

    private const string Columns = """
        select t.action_item_id as id, t.incident_id, t.description, t.owner, t.due_on, t.link,
               (select c.opened_at from incidents.completions c
                 where c.tenant_id = t.tenant_id and c.action_item_id = t.action_item_id and c.closed_by is null) as completed_at
          from incidents.action_items t
         where t.tenant_id = 'tnt_platform' and t.closed_by is null
        """;

    /// <summary>The item as far as closing the incident depends on it.</summary>
    internal PlannedItem Planned => new(CompletedAt is not null, Owner is not null, DueOn is not null);

    /// <returns>Items by their ids.</returns>
    internal static Task<IReadOnlyList<IncidentActionItem>> List(IReadOnlyCollection<string> ids, UnitOfWork work) =>
        work.List<IncidentActionItem>($"{Columns} and t.action_item_id = any(@ids) order by t.action_item_id", new { ids = ids.ToArray() });

    /// <returns>Items of an incident, the earliest due first.</returns>
    internal static Task<IReadOnlyList<IncidentActionItem>> ListOf(string incidentId, UnitOfWork work) =>
        work.List<IncidentActionItem>($"{Columns} and t.incident_id = @incidentId order by t.due_on, t.action_item_id", new { incidentId });

    /// <summary>Replaces the current version of an item, or adds its first one.</summary>
    internal static async Task Open(IncidentActionItem item, UnitOfWork work)
    {
        await Versions.Close([item.Id], work);
        await work.Execute(
            """
            insert into incidents.action_items (tenant_id, action_item_id, incident_id, description, owner, due_on, link, opened_by, opened_at)
            values ('tnt_platform', @Id, @IncidentId, @Description, @Owner, @DueOn, @Link, @run, clock_timestamp())
            """,
            new
            {
                item.Id,
                item.IncidentId,
                item.Description,
                item.Owner,
                item.DueOn,
                item.Link,
                run = work.RunId,
            }
        );
        await work.SetName(item.Id, EntityKind, TextTruncation.Truncate(item.Description, MaxName));
    }

    /// <summary>Longer descriptions are cut where the item is only named.</summary>
    private const int MaxName = 100;
}
