using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Reliability.Incidents;

/// <summary>An action item as the subject of an operation.</summary>
/// <param name="Item">Null if its addition was undone.</param>
public sealed record ActionItemFacts(string Id, long Revision, IncidentActionItem? Item) : ISubject
{
    public string TenantId => IdGenerator.Platform;

    /// <summary>Ids of team members who can be responsible.</summary>
    public IReadOnlyList<string> Team { get; init; } = [];

    /// <summary>Whether it must keep its owner and its due date, because its incident was closed with them.</summary>
    public bool MustStayPlanned { get; init; }

    public static async Task<IReadOnlyList<ActionItemFacts>> Load(IReadOnlyList<string> ids, UnitOfWork work)
    {
        await work.List<string>(
            $"select t.opened_by from incidents.action_items t where t.tenant_id = 'tnt_platform' and t.action_item_id = any(@ids) and t.closed_by is null {work.ForUpdate("t")}",
            new { ids = ids.ToArray() }
        );
        var known = await work.List<RevisionRow>(
            """
            select t.action_item_id, count(*) + count(t.closed_by)
                   + (select count(*) + count(c.closed_by) from incidents.completions c
                       where c.tenant_id = 'tnt_platform' and c.action_item_id = t.action_item_id) as revision
              from incidents.action_items t
             where t.tenant_id = 'tnt_platform' and t.action_item_id = any(@ids)
             group by t.action_item_id
             order by t.action_item_id
            """,
            new { ids = ids.ToArray() }
        );
        var items = (await IncidentActionItem.List(ids, work)).ToDictionary(item => item.Id, StringComparer.Ordinal);
        return [.. known.Select(row => new ActionItemFacts(row.ActionItemId, row.Revision, items.GetValueOrDefault(row.ActionItemId)))];
    }

    /// <returns>Why nothing can be done with the item; null if it is open.</returns>
    internal static Refusal? FindComplete(ActionItemFacts subject) =>
        subject.Item is not { } item ? new("removed", $"The addition of {subject} was undone.")
        : item.CompletedAt is not null ? new("already_complete", $"{subject} is already complete.")
        : null;

    private sealed record RevisionRow(string ActionItemId, long Revision);
}
