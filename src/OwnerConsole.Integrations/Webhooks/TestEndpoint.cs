using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Integrations.Webhooks;

/// <summary>Sends a <c>webhook.test</c> event to an endpoint, signed and retried like any other event.</summary>
public sealed class TestEndpoint : Operation<EndpointFacts, NoInput>
{
    public const string Event = "webhook.test";

    public override OperationDefinition Definition =>
        new("webhook_endpoint.test", "Send test", "sent a test")
        {
            Group = ActionGroup.Communication,
            RestoredByUndo = "A test that has not succeeded yet is not sent.",
            NotRestoredByUndo = "A test that has already succeeded.",
        };

    public override Task<IReadOnlyList<EndpointFacts>> Load(IReadOnlyList<string> ids, NoInput input, UnitOfWork work) => EndpointFacts.Load(ids, work);

    public override Refusal? Refuse(EndpointFacts endpoint, NoInput input) =>
        endpoint switch
        {
            { IsOpen: false } => new("removed", $"{endpoint} has been removed."),
            { IsDisabled: true } => new("disabled", $"{endpoint} is disabled. Enable it first."),
            { IsTested: true } => new("being_tested", $"A test of {endpoint} is already pending."),
            _ => null,
        };

    public override Decision Decide(EndpointFacts endpoint, NoInput input) => new($"A test event will be sent to {endpoint}.");

    public override async Task Execute(IReadOnlyList<EndpointFacts> accepted, NoInput input, UnitOfWork work)
    {
        var made = new List<(string, string, string)>();
        foreach (var endpoint in accepted) // a handful at most
        {
            var delivery = work.NewId("dlv", endpoint.Id);
            await work.Execute(
                """
                insert into webhooks.deliveries (tenant_id, delivery_id, endpoint_id, event_id, event, body, state, created_at)
                values ('tnt_platform', @delivery, @Id, @eventId, @Event, @body, 'pending', now())
                """,
                new
                {
                    delivery,
                    endpoint.Id,
                    eventId = work.NewId("evt", endpoint.Id),
                    Event,
                    body = Json.Text(
                        new
                        {
                            Type = Event,
                            Timestamp = work.Now.UtcDateTime,
                            Data = new { Endpoint = endpoint.Id },
                        }
                    ),
                }
            );
            await work.SetName(delivery, "delivery", Event);
            made.Add((IdGenerator.Platform, delivery, endpoint.Id));
        }
        await ManualDeliveries.Open(made, work);
    }

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<EndpointFacts> subjects, string undoneRun, UnitOfWork work)
    {
        var stopped = await ManualDeliveries.Revert(undoneRun, work);
        return [.. stopped.Select(stoppedDelivery => stoppedDelivery.EndpointId).Intersect(subjects.Select(endpoint => endpoint.Id))];
    }
}
