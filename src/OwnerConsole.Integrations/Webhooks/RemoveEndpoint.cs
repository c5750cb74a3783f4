using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Integrations.Webhooks;

/// <summary>Removes an endpoint. Pending deliveries are dropped; its secret is kept as long as the removal can be undone.</summary>
public sealed class RemoveEndpoint : Operation<EndpointFacts, NoInput>
{
    public override OperationDefinition Definition =>
        new("webhook_endpoint.remove", "Remove endpoint", "removed")
        {
            Group = ActionGroup.Danger,
            UndoRequiresStepUp = true,
            RestoredByUndo = "The endpoint with its secret. It receives events from then on.",
            NotRestoredByUndo = "Events between the removal and the undo are not sent later.",
        };

    public override Task<IReadOnlyList<EndpointFacts>> Load(IReadOnlyList<string> ids, NoInput input, UnitOfWork work) => EndpointFacts.Load(ids, work);

    public override Refusal? Refuse(EndpointFacts endpoint, NoInput input) =>
        endpoint.IsOpen ? null : new("already_removed", $"{endpoint} has already been removed.");

    public override Decision Decide(EndpointFacts endpoint, NoInput input) => new($"{endpoint} will receive no more events.");

    public override async Task Execute(IReadOnlyList<EndpointFacts> accepted, NoInput input, UnitOfWork work)
    {
        var ids = accepted.Select(endpoint => endpoint.Id).ToArray();
        await EndpointRows.Endpoints.Close(ids, work);
        await work.MakeDue([.. ids.Select(WebhookFanout.LaneOf)]); // pending deliveries are closed now instead of at their next attempt
    }

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<EndpointFacts> subjects, string undoneRun, UnitOfWork work) =>
        EndpointRows.Endpoints.Reopen([.. subjects.Select(endpoint => endpoint.Id)], undoneRun, work);
}
