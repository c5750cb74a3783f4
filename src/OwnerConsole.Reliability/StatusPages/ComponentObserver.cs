using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Pure.StatusPages;

namespace OwnerConsole.Reliability.StatusPages;

/// <summary>Compares the status of components with the stored one, and sends each change to webhooks once, also with several consoles.</summary>
/// <remarks>Only the loop that reads the page calls it.</remarks>
internal sealed class ComponentObserver(Database database)
{
    private Dictionary<string, ComponentStatus> _stored = new(StringComparer.Ordinal);

    /// <param name="page">The page with the components of all tenants.</param>
    public async Task Compare(StatusSnapshot page, DateTimeOffset now, CancellationToken stop)
    {
        if (!page.Page.IsEnabled)
            return;
        var statuses = page.Components.ToDictionary(component => component.Id, component => page.StatusOf(component, now), StringComparer.Ordinal);
        if (statuses.Count == _stored.Count && statuses.All(status => _stored.TryGetValue(status.Key, out var stored) && stored == status.Value))
            return;
        if (await Store(statuses, page.ReadAt, now, stop))
            _stored = statuses;
    }

    /// <param name="readAt">A page that was read earlier than the stored status doesn't change it.</param>
    /// <returns>False if another console has stored a status of a later page. Then the next page is compared as well, although it may be equal to this one.</returns>
    private async Task<bool> Store(IReadOnlyDictionary<string, ComponentStatus> statuses, DateTimeOffset readAt, DateTimeOffset now, CancellationToken stop)
    {
        string[] ids = [.. statuses.Keys.Order(StringComparer.Ordinal)];
        await using var work = await database.Write(WriteOrigin.Intake("status_page.observe"), [IdGenerator.Platform], stop);
        await work.Execute(
            "delete from status_pages.component_states where tenant_id = 'tnt_platform' and component_id <> all(@ids) and observed_at <= @readAt",
            new { ids, readAt }
        );
        var before = await work.List<StateRow>(
            """
            select component_id, status from status_pages.component_states
             where tenant_id = 'tnt_platform' and component_id = any(@ids) and observed_at <= @readAt
             order by component_id for update
            """,
            new { ids, readAt }
        );
        var stored = await work.Execute(
            """
            insert into status_pages.component_states as c (tenant_id, component_id, status, observed_at)
            select 'tnt_platform', s.id, s.status, @readAt from unnest(@ids, @words) s(id, status) order by s.id
            on conflict (tenant_id, component_id) do update set status = excluded.status, observed_at = excluded.observed_at
             where c.observed_at <= excluded.observed_at
            """,
            new
            {
                ids,
                words = ids.Select(id => statuses[id].ToText()).ToArray(),
                readAt,
            }
        );
        StateRow[] changed = [.. before.Where(row => row.Status != statuses[row.ComponentId])];
        if (changed.Length > 0 && await Subscriber.HaveWebhooks(work))
        {
            await work.Enqueue(
                StatusWebhookFanout.ComponentLane,
                StatusWebhookFanout.Kind,
                [.. changed.Select(row => Json.Element(StatusWebhookEvent.OfComponent(row.ComponentId, row.Status, statuses[row.ComponentId], now)))]
            );
            work.WakeWorkers();
        }
        await work.Commit();
        return stored == ids.Length;
    }

    private sealed record StateRow(string ComponentId, ComponentStatus Status);
}
