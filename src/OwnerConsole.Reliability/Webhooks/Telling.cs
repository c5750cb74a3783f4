using System.Text.Json;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Lanes;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Words;

namespace OwnerConsole.Reliability.Webhooks;

/// <summary>Reads the log and puts every event into the lane of each endpoint that hears it, with the very body that will be signed.</summary>
public sealed class Telling(IdSource ids) : IHearLog
{
    public string Name => "webhooks";

    public async Task Hear(IReadOnlyList<HeardLine> lines, Work work)
    {
        var events = lines.Where(line => line.Event is not null).ToList();
        if (events.Count == 0)
            return;
        var pairs = await Endpoints([.. events.Select(line => line.TenantId).Distinct(StringComparer.Ordinal)], work);
        var people = await People(events, work);
        var told = new List<(string Event, string Id, string TenantId)>();
        foreach (var line in events)
        {
            var hearing = pairs.Where(pair => pair.TenantId == line.TenantId && EventFilter.Hears(pair.Events, line.Event!));
            // Carried out by two endpoints a task would be done twice: it goes to the one that was there first.
            foreach (var pair in EventFilter.IsTask(line.Event!) ? hearing.Take(1) : hearing)
                told.Add((line.Event!, await Tell(line, pair, people, work), line.TenantId));
        }
        foreach (var same in told.GroupBy(one => one.Event, StringComparer.Ordinal))
            await work.Name([.. same.Select(one => (one.Id, one.TenantId))], "delivery", same.Key);
        work.Wake();
    }

    /// <returns>of each tenant those that hear of it now, the one that was there first before the others</returns>
    internal static Task<IReadOnlyList<Listener>> Endpoints(string[] tenants, Work work) =>
        work.List<Listener>(
            """
            select t.tenant_id, t.external_id, e.endpoint_id, e.url, coalesce(f.events, '{}') as events
              from core.tenants t
              join webhooks.endpoints e on e.tenant_id = 'tnt_platform' and e.population = t.population and e.closed_by is null
              left join webhooks.filters f on f.tenant_id = e.tenant_id and f.endpoint_id = e.endpoint_id and f.closed_by is null
             where t.tenant_id = any(@tenants)
               and not exists (select from webhooks.disabled d where d.tenant_id = e.tenant_id and d.endpoint_id = e.endpoint_id and d.closed_by is null)
             order by e.endpoint_id
            """,
            new { tenants }
        );

    public static string LaneOf(string endpointId) => $"hook:{endpointId}";

    /// <returns>the delivery's id</returns>
    private async Task<string> Tell(HeardLine line, Listener pair, Dictionary<string, string> people, Work work)
    {
        var delivery = ids.New("dlv");
        await work.Do(
            """
            insert into webhooks.deliveries (tenant_id, delivery_id, endpoint_id, event_id, event, body, state, made_at)
            values (@TenantId, @delivery, @EndpointId, @EventId, @Event, @body, 'pending', now())
            """,
            new
            {
                line.TenantId,
                delivery,
                pair.EndpointId,
                line.EventId,
                line.Event,
                body = Body(line, pair.ExternalId, people),
            }
        );
        await work.Ask(LaneOf(pair.EndpointId), Delivering.Kind, new { line.TenantId, Delivery = delivery });
        return delivery;
    }

    private static async Task<Dictionary<string, string>> People(IEnumerable<HeardLine> lines, Work work)
    {
        string[] ids = [.. lines.Select(line => line.Subject).OfType<string>().Where(id => id.StartsWith("mbr_", StringComparison.Ordinal)).Distinct()];
        return ids.Length == 0
            ? []
            : (await work.List<Person>("select member_id, external_id from core.members where member_id = any(@ids)", new { ids })).ToDictionary(
                person => person.MemberId,
                person => person.ExternalId,
                StringComparer.Ordinal
            );
    }

    /// <summary>Standard Webhooks: type, timestamp, data. The sequence grows with every event, so that a stale one can be dropped.</summary>
    /// <param name="people">the application's own ids of the people that the lines are about</param>
    private static string Body(HeardLine line, string externalId, Dictionary<string, string> people)
    {
        var data = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(line.Data!)!;
        data["tenant"] = Json.Element(new { Id = line.TenantId, externalId });
        if (line.Subject is { } subject && people.TryGetValue(subject, out var member))
            data["member"] = Json.Element(new { Id = subject, externalId = member });
        data["sequence"] = Json.Element(line.Pos);
        return Json.Text(
            new
            {
                Type = line.Event,
                Timestamp = line.At.UtcDateTime,
                Data = data,
            }
        );
    }

    private sealed record Person(string MemberId, string ExternalId);
}

/// <summary>An endpoint that hears what is told of a tenant.</summary>
/// <param name="Events">that it hears; none for everything</param>
internal sealed record Listener(string TenantId, string ExternalId, string EndpointId, string Url, string[] Events);
