using System.Diagnostics;
using System.Text.Json;
using OwnerConsole.Data;

namespace OwnerConsole.Integrations.Webhooks;

/// <summary>A stored contract.</summary>
/// <param name="Event">Event type.</param>
/// <param name="Schema">JSON Schema as text.</param>
internal sealed record Contract(string Event, string Schema, DateTimeOffset OpenedAt)
{
    /// <summary>Deliveries of each event type that are checked by default, and at most.</summary>
    public const int DefaultDeliveries = 20,
        MaxDeliveries = 100;

    /// <summary>Deliveries of the endpoint that are searched for those of the event types.</summary>
    private const int MaxSearched = 1_000;

    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(5);

    /// <returns>The contracts of an endpoint by event type.</returns>
    public static Task<IReadOnlyList<Contract>> Find(string endpointId, UnitOfWork work) =>
        work.List<Contract>(
            "select event, schema, opened_at from webhooks.contracts where tenant_id = 'tnt_platform' and endpoint_id = @endpointId and closed_by is null order by event",
            new { endpointId }
        );

    /// <summary>Checks the sample of each event type that has a contract, and its last deliveries. The bodies of tasks are completed when they are sent, so only their sample is checked.</summary>
    /// <param name="deliveries">Number of deliveries of each event type.</param>
    public static async Task<ContractCheck> Check(string endpointId, int deliveries, UnitOfWork reading)
    {
        var contracts = await Find(endpointId, reading);
        var sent = (
            await reading.List<SentBody>(
                """
                select d.event, d.delivery_id, d.body
                  from (select d.*, row_number() over (partition by d.event order by d.created_at desc, d.delivery_id desc) as nth
                          from (select * from webhooks.deliveries where endpoint_id = @endpointId order by created_at desc, delivery_id desc limit @MaxSearched) d
                         where d.event = any(@events) and d.event not like 'task.%') d
                 where d.nth <= @deliveries
                 order by d.event, d.nth
                """,
                new
                {
                    endpointId,
                    events = contracts.Select(contract => contract.Event).ToArray(),
                    deliveries,
                    MaxSearched,
                }
            )
        ).ToLookup(row => row.Event, StringComparer.Ordinal);
        var watch = Stopwatch.StartNew();
        var results = contracts.Select(contract => Check(contract, sent[contract.Event], watch)).ToList();
        return new(results.TrueForAll(result => result.Violations.Count == 0), results.TrueForAll(result => result.IsComplete), results);
    }

    /// <returns>What contradicts a schema in one message.</returns>
    public static IEnumerable<ContractViolation> Check(ContractSchema schema, JsonElement message, string source) =>
        schema.Check(message).Select(violation => new ContractViolation(source, violation.Pointer, violation.Message));

    private static ContractResult Check(Contract contract, IEnumerable<SentBody> sent, Stopwatch watch)
    {
        if (ContractSchema.Read(contract.Schema, out var problem) is not { } schema)
            return new(contract.Event, 0, IsComplete: true, [new(ContractViolation.Sample, "", problem!.ToString())]); // not null: the schema wasn't read
        var violations = new List<ContractViolation>();
        var messages = 0;
        if (EventSamples.Find(contract.Event) is { } sample)
        {
            violations.AddRange(Check(schema, sample, ContractViolation.Sample));
            messages++;
        }
        var isComplete = true;
        foreach (var delivery in sent)
        {
            if (watch.Elapsed > s_limit)
            {
                isComplete = false;
                break;
            }
            using var body = JsonDocument.Parse(delivery.Body);
            violations.AddRange(Check(schema, body.RootElement, delivery.DeliveryId));
            messages++;
        }
        return new(contract.Event, messages, isComplete, violations);
    }

    private sealed record SentBody(string Event, string DeliveryId, string Body);
}
