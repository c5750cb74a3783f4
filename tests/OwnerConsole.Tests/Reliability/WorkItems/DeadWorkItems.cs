using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Reliability.WorkItems;

/// <summary>Dead work items of a kind without a handler: a replayed one fails once and waits.</summary>
internal static class DeadWorkItems
{
    /// <returns>The id of the item.</returns>
    public static async Task<string> Item(LawHarness stage)
    {
        var id = stage.NewId("itm");
        await stage.Force(
            """
            insert into work.failed_items (failed_id, lane, kind, body, attempts, error, requested_at, failed_at) values (@id, @lane, 'laws.nobody', '{}', 6, 'No handler is registered for this kind of work.', now(), now());
            insert into core.entity_names (id, kind, name) values (@id, 'work item', 'laws.nobody')
            """,
            ("id", id),
            ("lane", $"laws:{stage.Word()}")
        );
        return id;
    }
}
