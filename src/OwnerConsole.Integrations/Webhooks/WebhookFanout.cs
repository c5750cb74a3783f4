using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Integrations.Webhooks;

/// <summary>Reads the log and queues every event for each subscribed endpoint, with the exact body that will be signed.</summary>
public sealed class WebhookFanout(IdGenerator ids, IEnumerable<IEventDetails> details) : ILogSubscriber
{
    public string Name => "webhooks";

    public string HasRecipients => $"exists (select from webhooks.endpoints e where {Webhooks.Endpoints.IsActive})";

    public async Task Handle(IReadOnlyList<StoredLogLine> lines, UnitOfWork work)
    {
        var events = lines.Where(line => line.Event is not null).ToList();
        if (events.Count == 0)
            return;
        var listeners = (await Endpoints([.. events.Select(line => line.TenantId).Distinct(StringComparer.Ordinal)], work)).ToLookup(
            subscribedEndpoint => subscribedEndpoint.TenantId,
            StringComparer.Ordinal
        );
        var added = await Add([.. events.SelectMany(line => Subscribers(line, listeners[line.TenantId]).Select(to => (line, to)))], work);
        if (added.Count == 0)
            return;
        await Enqueue([.. added.Select(delivery => (delivery.TenantId, delivery.DeliveryId, delivery.EndpointId))], work);
        work.WakeWorkers();
    }

    /// <summary>Stores the deliveries of events with the exact bodies that will be signed, without queueing them.</summary>
    /// <returns>The deliveries, in the same order.</returns>
    internal async Task<IReadOnlyList<AddedDelivery>> Add(IReadOnlyList<(StoredLogLine Line, SubscribedEndpoint To)> events, UnitOfWork work)
    {
        if (events.Count == 0)
            return [];
        var lines = events.Select(pair => pair.Line).DistinctBy(line => line.Pos).ToList();
        var (people, texts) = (await People(lines, work), await Texts(lines, work));
        var deliveries = events.Select(pair => Delivery.Of(ids.New("dlv"), pair.Line, pair.To, people, texts)).ToList();
        await Insert(deliveries, work);
        return [.. deliveries.Select(delivery => new AddedDelivery(delivery.Line.TenantId, delivery.Id, delivery.EndpointId, delivery.Line.EventId!))]; // not null: it is an event
    }

    /// <summary>Adds deliveries to the end of their endpoints' queues.</summary>
    /// <param name="run">Run that requested them; null for that of the transaction.</param>
    internal static async Task Enqueue(IEnumerable<(string TenantId, string DeliveryId, string EndpointId)> deliveries, UnitOfWork work, string? run = null)
    {
        foreach (var same in deliveries.GroupBy(delivery => delivery.EndpointId, StringComparer.Ordinal))
            await work.Enqueue(
                LaneOf(same.Key),
                WebhookSender.Kind,
                [.. same.Select(delivery => Json.Element(new { delivery.TenantId, Delivery = delivery.DeliveryId }))],
                run: run
            );
    }

    /// <remarks>Two endpoints would run a task twice, so it is sent to the one that was added first.</remarks>
    private static IEnumerable<SubscribedEndpoint> Subscribers(StoredLogLine line, IEnumerable<SubscribedEndpoint> listeners)
    {
        if (EndpointEvents.FindEndpoint(line) is { } only)
            return listeners.Where(listener => listener.EndpointId == only);
        var hearing = listeners.Where(listener => EventFilter.Matches(listener.Events, line.Event!));
        return EventFilter.IsTask(line.Event!) ? hearing.Take(1) : hearing;
    }

    private static async Task Insert(IReadOnlyList<Delivery> deliveries, UnitOfWork work)
    {
        await work.Execute(
            """
            insert into webhooks.deliveries (tenant_id, delivery_id, endpoint_id, event_id, event, body, state, created_at)
            select d.*, 'pending', now() from unnest(@tenants, @deliveries, @endpoints, @eventIds, @events, @bodies) d
            """,
            new
            {
                tenants = deliveries.Select(delivery => delivery.Line.TenantId).ToArray(),
                deliveries = deliveries.Select(delivery => delivery.Id).ToArray(),
                endpoints = deliveries.Select(delivery => delivery.EndpointId).ToArray(),
                eventIds = deliveries.Select(delivery => delivery.Line.EventId).ToArray(),
                events = deliveries.Select(delivery => delivery.Line.Event).ToArray(),
                bodies = deliveries.Select(delivery => delivery.Body).ToArray(),
            }
        );
        foreach (var same in deliveries.GroupBy(delivery => delivery.Line.Event!, StringComparer.Ordinal))
            await work.SetName([.. same.Select(delivery => (delivery.Id, delivery.Line.TenantId))], "delivery", same.Key);
    }

    /// <returns>Enabled endpoints per tenant, in the order they were added.</returns>
    internal static Task<IReadOnlyList<SubscribedEndpoint>> Endpoints(string[] tenants, UnitOfWork work) =>
        work.List<SubscribedEndpoint>(
            $$"""
            select t.tenant_id, t.external_id, e.endpoint_id, {{Webhooks.Endpoints.Url}} as url, coalesce(f.events, '{}') as events
              from core.tenants t
              join webhooks.endpoints e on e.mode = t.mode and {{Webhooks.Endpoints.IsActive}}
              left join webhooks.filters f on f.tenant_id = e.tenant_id and f.endpoint_id = e.endpoint_id and f.closed_by is null
              {{Webhooks.Endpoints.Settings}}
             where t.tenant_id = any(@tenants)
             order by e.endpoint_id
            """,
            new { tenants }
        );

    public static string LaneOf(string endpointId) => $"hook:{endpointId}";

    private static async Task<Dictionary<string, string>> People(IEnumerable<StoredLogLine> lines, UnitOfWork work)
    {
        string[] ids = [.. lines.Select(line => line.Subject).OfType<string>().Where(id => IdGenerator.IsMember(id)).Distinct()];
        return ids.Length == 0
            ? []
            : (await work.List<MemberIds>("select member_id, external_id from core.members where member_id = any(@ids)", new { ids })).ToDictionary(
                person => person.MemberId,
                person => person.ExternalId,
                StringComparer.Ordinal
            );
    }

    private async Task<Dictionary<string, (string Field, string Text)>> Texts(IReadOnlyList<StoredLogLine> events, UnitOfWork work)
    {
        var texts = new Dictionary<string, (string, string)>(StringComparer.Ordinal);
        if (events.Count > 0)
            foreach (var module in details)
            foreach (var (eventId, text) in await module.Find(events, work))
                texts[eventId] = text;
        return texts;
    }

    internal sealed record AddedDelivery(string TenantId, string DeliveryId, string EndpointId, string EventId);

    private sealed record MemberIds(string MemberId, string ExternalId);

    /// <summary>The delivery of one log entry to one endpoint.</summary>
    private sealed record Delivery(string Id, string EndpointId, StoredLogLine Line, string Body)
    {
        /// <param name="people">The application's ids of the users that the lines concern.</param>
        /// <param name="texts">Additional fields by id of the event.</param>
        public static Delivery Of(
            string id,
            StoredLogLine line,
            SubscribedEndpoint to,
            Dictionary<string, string> people,
            Dictionary<string, (string Field, string Text)> texts
        ) => new(id, to.EndpointId, line, Text(line, to.ExternalId, people, texts));

        /// <summary>Standard Webhooks fields: type, timestamp, data. The sequence increases with every event, so that a receiver can drop stale ones.</summary>
        private static string Text(
            StoredLogLine line,
            string externalId,
            Dictionary<string, string> people,
            Dictionary<string, (string Field, string Text)> texts
        )
        {
            var data = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(line.Data!)!;
            data["tenant"] = Json.Element(new { Id = line.TenantId, externalId });
            if (line.Subject is { } subject && people.TryGetValue(subject, out var member))
                data["member"] = Json.Element(new { Id = subject, externalId = member });
            if (texts.TryGetValue(line.EventId!, out var text)) // not null: it is an event
                data[text.Field] = Json.Element(text.Text);
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
    }
}

/// <summary>An endpoint that receives events about a tenant.</summary>
/// <param name="Events">Event types the endpoint receives; empty for all.</param>
internal sealed record SubscribedEndpoint(string TenantId, string ExternalId, string EndpointId, string Url, string[] Events);
